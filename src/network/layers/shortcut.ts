/**
 * The way around a residual block that changes the shape, without parameters: every stride-th cell of the input, and channels of
 * zeros behind its own.
 *
 * Source: He, Zhang, Ren & Sun, "Deep Residual Learning for Image Recognition" (CVPR 2016), section 3.3, option A, as their networks for
 * CIFAR-10 have it (section 4.2).
 */

import { noPadding, windowPositions } from '../../graph/convolution';
import type { Pair } from '../../graph/graph';
import { sizeOf } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';
import { requireCount, requireGrid } from './layerRules';

const stepByOne: Pair = [1, 1];
const oneCell: Pair = [1, 1];

export const shortcut: LayerDefinition<'shortcut'> = {
  shape({ channels, stride = stepByOne }, input) {
    const [height, width, inputChannels] = requireGrid(input);
    requireCount('channels', channels);
    for (const cells of stride) requireCount('the stride', cells);
    if (channels < inputChannels) {
      refuseLayer({
        expected: `at least the ${inputChannels} channels that come in, since it only adds zeros`,
        found: String(channels),
        next: `The nearest that works is ${inputChannels}.`,
      });
    }
    return [windowPositions(height, 1, stride[0]), windowPositions(width, 1, stride[1]), channels];
  },
  parameters: () => [],
  build({ builder, layer: { name, channels, stride = stepByOne }, x }) {
    const inputChannels = builder.node(x).shape[3] ?? 0;
    const [steps, widens] = [stride.some((cells) => cells > 1), channels > inputChannels];
    // The mean of one cell is the cell itself.
    const cells =
      steps || !widens
        ? builder.apply('averagePool', widens ? `${name}.cells` : name, [x], { window: oneCell, stride })
        : x;
    if (!widens) return cells;
    return builder.apply('pad', name, [cells], {
      before: [0, 0, 0, 0],
      after: [0, 0, 0, channels - inputChannels],
    });
  },
  cost: (_layer, output, input) => ({
    connections: (sizeOf(output) / (output[2] ?? 1)) * (input[2] ?? 0),
    multiplyAdds: 0,
  }),
  view: ({ stride = stepByOne }) => ({ kind: 'window', size: oneCell, stride, padding: noPadding }),
};
