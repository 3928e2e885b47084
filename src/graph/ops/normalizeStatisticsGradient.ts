import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireChannels, requireOnePerChannel, requireSameShape } from '../shapeRules';

/**
 * normalizeStatisticsGradient(x[…,C], mean[C], variance[C], scale[C], dy[…,C]) → [C]: the gradient to one of the four vectors of normalize.
 * With σ = √(variance + ε) and the normalized value x̂ = (x − mean) / σ, all from two sums over the places of a channel:
 *
 *   shift: Σ dy    scale: Σ dy · x̂    mean: −scale/σ · Σ dy    variance: −scale/(2σ²) · Σ dy · x̂
 */
export const normalizeStatisticsGradient: OpDefinition<'normalizeStatisticsGradient'> = {
  inputs: ['x', 'mean', 'variance', 'scale', 'dy'],
  shape(_, x, mean, variance, scale, dy) {
    requireOnePerChannel('mean', mean, 'x', x);
    requireOnePerChannel('variance', variance, 'x', x);
    requireOnePerChannel('scale', scale, 'x', x);
    requireSameShape('x', x, 'dy', dy);
    return float32([requireChannels('x', x)]);
  },
  gradient: { notDifferentiable: 'second derivatives through a normalization are not needed by anything yet' },
  multiplyAdds: ({ of }, _, x) => (of === 'scale' || of === 'variance' ? sizeOf(x) : 0),
};
