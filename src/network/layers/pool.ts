/** Pooling: each output is the largest value, or the mean, of a window of its own channel. Nothing is trained. */

import { noPadding, windowPositions } from '../../graph/convolution';
import type { Pair } from '../../graph/graph';
import type { Shape } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';
import { requireCount, requireGrid } from './layerRules';

/** The grid that a window leaves of its input; shared with the trainable sub-sampling. */
export function pooledShape(window: Pair, stride: Pair, input: Shape): Shape {
  const [height, width, channels] = requireGrid(input);
  for (const cells of window) requireCount('the window’s height and width', cells);
  for (const cells of stride) requireCount('the stride', cells);
  if (window[0] > height || window[1] > width) {
    refuseLayer({
      expected: `a window that fits into the input’s ${height}×${width} cells`,
      found: window.join('×'),
      next: `The nearest that fits is ${Math.min(window[0], height)}×${Math.min(window[1], width)}.`,
    });
  }
  return [windowPositions(height, window[0], stride[0]), windowPositions(width, window[1], stride[1]), channels];
}

export const pool: LayerDefinition<'maxPool' | 'averagePool'> = {
  shape: ({ window, stride = window }, input) => pooledShape(window, stride, input),
  parameters: () => [],
  build: ({ builder, layer: { kind, name, window, stride = window }, x }) =>
    builder.apply(kind, name, [x], { window, stride }),
  cost({ window }, _input, output) {
    const [height, width, channels] = requireGrid(output);
    return { connections: height * width * channels * window[0] * window[1], multiplyAdds: 0 };
  },
  view: ({ window, stride = window }) => ({ kind: 'window', size: window, stride, padding: noPadding }),
};
