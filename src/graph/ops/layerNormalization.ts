import { sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireChannels } from '../shapeRules';

/**
 * layerNormalization(x[…,C]) → y[…,C]: the C numbers at each place moved to mean 0 and variance 1, each place by itself.
 *
 *   y[…,c] = (x[…,c] − m) / √(v + ε), with m the mean and v the (biased) variance of x[…,0] … x[…,C−1]
 *
 * Scale and shift are the ops channelScale and addBias behind it. To normalize a whole example, reshape it to [N, H·W·C] first.
 *
 * Gradient: ∂L/∂x = (dy − mean(dy) − y · mean(dy · y)) / √(v + ε), with means over the channels of the place.
 *
 * Source: Ba, Kiros & Hinton, "Layer Normalization" (arXiv:1607.06450), equation 3; over channels only as in Liu et al., "A
 * ConvNet for the 2020s" (CVPR 2022).
 */
export const layerNormalization: OpDefinition<'layerNormalization'> = {
  inputs: ['x'],
  shape(_, x) {
    if (requireChannels('x', x) === 0)
      refuse({ expected: 'at least one channel', found: 'none', next: 'A mean of nothing is undefined.' });
    return float32(x);
  },
  gradient: [
    ({ builder, node, dy, name }, x) => builder.apply('layerNormalizationGradient', name, [x, dy], node.attributes),
  ],
  multiplyAdds: (_, y) => 2 * sizeOf(y),
};
