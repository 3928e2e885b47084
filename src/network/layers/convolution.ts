/**
 * A convolution, usually with one bias per filter. A table of connections (the paper's for C3) becomes a constant of zeros and ones by which
 * the kernel is multiplied, so that a closed connection carries nothing forward and learns nothing backward.
 */

import { dilatedWindow, fullPadding, noPadding, samePadding, windowPositions } from '../../graph/convolution';
import type { Padding, Pair } from '../../graph/graph';
import type { Shape } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition, LayerOf } from './layerDefinition';
import { biasOf, initialLimit, nearestDivisors, requireCount, requireGrid, requireSides } from './layerRules';

type Layer = LayerOf<'convolution'>;

const stepByOne: Pair = [1, 1];

function paddingOf(layer: Layer, input: Shape): Padding {
  const { padding = 'valid', kernel, stride = stepByOne, dilation = stepByOne } = layer;
  const window = dilatedWindow(kernel, dilation);
  if (padding === 'valid') return noPadding;
  if (padding === 'full') return fullPadding(window);
  if (padding !== 'same') return padding;
  const [height, width] = requireGrid(input);
  return samePadding([height, width], window, stride);
}

/** For each filter the input channels that it sees. */
export function connectionsOf(
  { connections, filters, groups = 1 }: Layer,
  inputChannels: number,
): readonly (readonly number[])[] {
  if (connections !== undefined) return connections;
  const inGroup = inputChannels / groups;
  const byGroup = Array.from({ length: groups }, (_, group) =>
    Array.from({ length: inGroup }, (_unused, channel) => group * inGroup + channel),
  );
  return Array.from({ length: filters }, (_, filter) => byGroup[Math.floor((filter * groups) / filters)] ?? []);
}

function checkGroups({ groups = 1, filters, connections }: Layer, inputChannels: number): void {
  requireCount('groups', groups);
  if (groups > 1 && connections !== undefined) {
    refuseLayer({
      expected: 'groups or a table of connections',
      found: 'both',
      next: 'Write the groups into the table, or leave it out.',
    });
  }
  if (inputChannels % groups === 0 && filters % groups === 0) return;
  refuseLayer({
    expected: `groups that divide the ${inputChannels} input channels and the ${filters} filters`,
    found: String(groups),
    next: `The nearest that divide both: ${nearestDivisors(commonDivisor(inputChannels, filters), groups)}.`,
  });
}

/** The greatest, by Euclid. */
function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function checkConnections(layer: Layer, inputChannels: number): void {
  if (layer.connections === undefined) return;
  if (layer.connections.length !== layer.filters) {
    refuseLayer({
      expected: `connections for each of the ${layer.filters} filters`,
      found: `${layer.connections.length} rows`,
      next: 'Give one list of input channels per filter, or leave connections out.',
    });
  }
  layer.connections.forEach((channels, filter) => {
    const valid = channels.every((channel) => Number.isInteger(channel) && channel >= 0 && channel < inputChannels);
    if (channels.length > 0 && valid && new Set(channels).size === channels.length) return;
    refuseLayer({
      expected: `filter ${filter} to see different input channels of 0 … ${inputChannels - 1}, at least one`,
      found: `[${channels.join(', ')}]`,
      next: 'Name each channel that it sees once.',
    });
  });
}

/** Σ over the filters of the input channels that each sees. */
function openChannels(layer: Layer, inputChannels: number): number {
  return connectionsOf(layer, inputChannels).reduce((sum, channels) => sum + channels.length, 0);
}

/** Zeros and ones of the kernel's full shape [KH,KW,I,O]. */
function maskOf(layer: Layer, inputChannels: number): Float32Array | null {
  if (layer.connections === undefined) return null;
  const cells = layer.kernel[0] * layer.kernel[1];
  const mask = new Float32Array(cells * inputChannels * layer.filters);
  layer.connections.forEach((channels, filter) => {
    for (const channel of channels) {
      for (let cell = 0; cell < cells; cell++) mask[(cell * inputChannels + channel) * layer.filters + filter] = 1;
    }
  });
  return mask;
}

export const convolution: LayerDefinition<'convolution'> = {
  shape(layer, input) {
    const [height, width, channels] = requireGrid(input);
    const { kernel, stride = stepByOne, dilation = stepByOne, filters } = layer;
    requireCount('filters', filters);
    for (const cells of kernel) requireCount('the kernel’s height and width', cells);
    for (const cells of stride) requireCount('the stride', cells);
    for (const cells of dilation) requireCount('the dilation', cells);
    checkConnections(layer, channels);
    checkGroups(layer, channels);
    if (typeof layer.padding === 'object') requireSides('padding', layer.padding);
    const window = dilatedWindow(kernel, dilation);
    const { top, bottom, left, right } = paddingOf(layer, input);
    const available: Pair = [height + top + bottom, width + left + right];
    if (window[0] > available[0] || window[1] > available[1]) {
      const largest = ([0, 1] as const).map((axis) =>
        Math.min(kernel[axis], Math.floor((available[axis] - 1) / dilation[axis]) + 1),
      );
      const reach = dilation.some((cells) => cells > 1)
        ? ` (${window.join('×')} cells apart by ${dilation.join('×')})`
        : '';
      refuseLayer({
        expected: `a kernel that fits into ${available.join('×')} cells (input ${height}×${width} with its padding)`,
        found: `${kernel.join('×')}${reach}`,
        next: `The nearest that fits is ${largest.join('×')}; or choose padding: same.`,
      });
    }
    return [
      windowPositions(height, window[0], stride[0], top, bottom),
      windowPositions(width, window[1], stride[1], left, right),
      filters,
    ];
  },

  parameters(layer, input) {
    const [, , channels] = requireGrid(input);
    const { kernel, filters, groups = 1, initializer = 'he' } = layer;
    const cells = kernel[0] * kernel[1];
    const connections = connectionsOf(layer, channels);
    // With a table of connections, fan-in differs from filter to filter; fan-out is the mean over the input channels.
    const fanOut = (cells * openChannels(layer, channels)) / channels;
    return [
      {
        suffix: 'weight',
        shape: [kernel[0], kernel[1], channels / groups, filters],
        initialLimit: (filter) => initialLimit(initializer, cells * (connections[filter]?.length ?? 0), fanOut),
        mask: maskOf(layer, channels),
      },
      ...(layer.bias === false ? [] : [biasOf(filters)]),
    ];
  },

  build({ builder, layer, x, parameter }) {
    const [, ...input] = builder.node(x).shape;
    const weight = parameter('weight');
    const { shape } = builder.node(weight);
    const mask = maskOf(layer, shape[2] ?? 0);
    const kernel =
      mask === null
        ? weight
        : builder.apply(
            'multiply',
            `${layer.name}.maskedWeight`,
            [weight, builder.constant(`${layer.name}.connections`, shape, mask)],
            {},
          );
    const hasBias = layer.bias !== false;
    const sum = builder.apply('conv2d', hasBias ? `${layer.name}.sum` : layer.name, [x, kernel], {
      stride: layer.stride ?? stepByOne,
      padding: paddingOf(layer, input),
      ...(layer.dilation && { dilation: layer.dilation }),
      ...(layer.groups !== undefined && { groups: layer.groups }),
    });
    if (!hasBias) return sum;
    return builder.apply('addBias', layer.name, [sum, parameter('bias')], {});
  },

  cost(layer, output, input) {
    const [, , channels] = requireGrid(input);
    const [height, width] = requireGrid(output);
    const weights = layer.kernel[0] * layer.kernel[1] * openChannels(layer, channels);
    return {
      connections: height * width * (weights + (layer.bias === false ? 0 : layer.filters)),
      multiplyAdds: height * width * weights,
    };
  },

  view: (layer, input) => ({
    kind: 'window',
    size: dilatedWindow(layer.kernel, layer.dilation),
    stride: layer.stride ?? stepByOne,
    padding: paddingOf(layer, input),
  }),
};
