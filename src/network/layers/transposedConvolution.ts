/**
 * A transposed convolution: what a convolution does to gradients, forwards. Each input cell lays the kernel, times its value, over the
 * output, `stride` cells further than its neighbour; where kernels overlap they add up.
 *
 * Sources: Zeiler, Krishnan, Taylor & Fergus, "Deconvolutional Networks" (CVPR 2010); Dumoulin & Visin (arXiv:1603.07285), relation 13.
 */

import { noPadding, samePadding } from '../../graph/convolution';
import type { Padding, Pair } from '../../graph/graph';
import type { Shape } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition, LayerOf } from './layerDefinition';
import { biasOf, initialLimit, requireCount, requireGrid, requireSides } from './layerRules';

type Layer = LayerOf<'transposedConvolution'>;

const stepByOne: Pair = [1, 1];

/** Height and width of the output, and what is cut off around it. */
function sizesOf(layer: Layer, input: Shape): { readonly output: Pair; readonly padding: Padding } {
  const [height, width] = requireGrid(input);
  const { kernel, stride = stepByOne, padding = 'valid' } = layer;
  if (padding === 'same') {
    const output: Pair = [height * stride[0], width * stride[1]];
    return { output, padding: samePadding(output, kernel, stride) };
  }
  const cut = padding === 'valid' ? noPadding : padding;
  return {
    output: [
      (height - 1) * stride[0] + kernel[0] - cut.top - cut.bottom,
      (width - 1) * stride[1] + kernel[1] - cut.left - cut.right,
    ],
    padding: cut,
  };
}

export const transposedConvolution: LayerDefinition<'transposedConvolution'> = {
  shape(layer, input) {
    requireGrid(input);
    const { kernel, stride = stepByOne, filters, padding } = layer;
    requireCount('filters', filters);
    for (const cells of kernel) requireCount('the kernel’s height and width', cells);
    for (const cells of stride) requireCount('the stride', cells);
    if (typeof padding === 'object') requireSides('padding', padding);
    const { output } = sizesOf(layer, input);
    if (output[0] < 1 || output[1] < 1) {
      const whole = sizesOf({ ...layer, padding: 'valid' }, input).output;
      refuseLayer({
        expected: `padding that leaves something of the enlarged ${whole.join('×')} cells`,
        found: `${whole[0] - output[0]} rows and ${whole[1] - output[1]} columns taken away`,
        next: `Take at most ${whole[0] - 1} rows and ${whole[1] - 1} columns, or choose padding: same.`,
      });
    }
    return [...output, filters];
  },

  parameters({ kernel, stride = stepByOne, filters, bias, initializer = 'he' }, input) {
    const [, , channels] = requireGrid(input);
    const cells = kernel[0] * kernel[1];
    // Kernels that overlap: on average so many cells of the input reach one of the output.
    const fanIn = Math.max(1, cells / (stride[0] * stride[1])) * channels;
    return [
      {
        suffix: 'weight',
        shape: [kernel[0], kernel[1], filters, channels],
        initialLimit: () => initialLimit(initializer, fanIn, cells * filters),
        mask: null,
      },
      ...(bias === false ? [] : [biasOf(filters)]),
    ];
  },

  build({ builder, layer, x, parameter }) {
    const [batch = 0, ...input] = builder.node(x).shape;
    const { output, padding } = sizesOf(layer, input);
    const hasBias = layer.bias !== false;
    const sum = builder.apply(
      'conv2dInputGradient',
      hasBias ? `${layer.name}.sum` : layer.name,
      [parameter('weight'), x],
      { stride: layer.stride ?? stepByOne, padding, inputShape: [batch, ...output, layer.filters] },
    );
    return hasBias ? builder.apply('addBias', layer.name, [sum, parameter('bias')], {}) : sum;
  },

  cost({ kernel, filters, bias }, output, input) {
    const [height, width, channels] = requireGrid(input);
    const multiplyAdds = height * width * channels * kernel[0] * kernel[1] * filters;
    const [outputHeight, outputWidth] = requireGrid(output);
    return { connections: multiplyAdds + (bias === false ? 0 : outputHeight * outputWidth * filters), multiplyAdds };
  },

  view(layer, input) {
    const { kernel, stride = stepByOne } = layer;
    const { top, left } = sizesOf(layer, input).padding;
    const first = (cells: number, step: number, before: number): number => Math.ceil((before - cells + 1) / step);
    return {
      kind: 'resampled',
      size: [Math.ceil(kernel[0] / stride[0]), Math.ceil(kernel[1] / stride[1])],
      jump: [1 / stride[0], 1 / stride[1]],
      start: [first(kernel[0], stride[0], top), first(kernel[1], stride[1], left)],
    };
  },
};
