/** Pooling: each output is the largest value, the mean or the Euclidean length of a window of its own channel. Nothing is trained. */

import { noPadding, samePadding, windowPositions } from '../../graph/convolution';
import type { Padding, Pair } from '../../graph/graph';
import type { Shape } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition, LayerOf } from './layerDefinition';
import { requireCount, requireGrid } from './layerRules';

/** The grid that a window leaves of its input; shared with the trainable sub-sampling. */
export function pooledShape(window: Pair, stride: Pair, input: Shape, padding = noPadding): Shape {
  const [height, width, channels] = requireGrid(input);
  for (const cells of window) requireCount('the window’s height and width', cells);
  for (const cells of stride) requireCount('the stride', cells);
  const { top, bottom, left, right } = padding;
  const largest = [window[0] - 1, window[0] - 1, window[1] - 1, window[1] - 1];
  const sides = [top, bottom, left, right];
  if (!sides.every((cells, side) => Number.isInteger(cells) && cells >= 0 && cells <= (largest[side] ?? 0))) {
    refuseLayer({
      expected: `padding in whole cells, less than the window ${window.join('×')}, so that each window has a cell to look at`,
      found: `top ${top}, bottom ${bottom}, left ${left}, right ${right}`,
      next: `At most ${window[0] - 1} above and below, ${window[1] - 1} left and right; or choose same.`,
    });
  }
  const available: Pair = [height + top + bottom, width + left + right];
  if (window[0] > available[0] || window[1] > available[1]) {
    const padded = sides.some((cells) => cells > 0);
    refuseLayer({
      expected: `a window that fits into the input’s ${height}×${width} cells${padded ? ` (${available.join('×')} with its padding)` : ''}`,
      found: window.join('×'),
      next: `The nearest that fits is ${Math.min(window[0], available[0])}×${Math.min(window[1], available[1])}.`,
    });
  }
  return [
    windowPositions(height, window[0], stride[0], top, bottom),
    windowPositions(width, window[1], stride[1], left, right),
    channels,
  ];
}

type Layer = LayerOf<'maxPool' | 'averagePool' | 'l2Pool'>;

function paddingOf({ window, stride = window, padding = 'valid' }: Layer, input: Shape): Padding {
  if (padding === 'valid') return noPadding;
  if (padding !== 'same') return padding;
  const [height, width] = requireGrid(input);
  return samePadding([height, width], window, stride);
}

export const pool: LayerDefinition<'maxPool' | 'averagePool' | 'l2Pool'> = {
  shape(layer, input) {
    const { window, stride = window } = layer;
    return pooledShape(window, stride, input, paddingOf(layer, input));
  },
  parameters: () => [],
  build({ builder, layer, x }) {
    const { kind, name, window, stride = window } = layer;
    const padding = paddingOf(layer, builder.node(x).shape.slice(1));
    const isPadded = Object.values(padding).some((cells) => cells > 0);
    return builder.apply(kind, name, [x], { window, stride, ...(isPadded && { padding }) });
  },
  cost({ kind, window }, output) {
    const [height, width, channels] = requireGrid(output);
    const connections = height * width * channels * window[0] * window[1];
    return { connections, multiplyAdds: kind === 'l2Pool' ? connections : 0 };
  },
  view: (layer, input) => ({
    kind: 'window',
    size: layer.window,
    stride: layer.stride ?? layer.window,
    padding: paddingOf(layer, input),
  }),
};
