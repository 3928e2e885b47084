import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireOnePerChannel } from '../shapeRules';

/**
 * normalizeGradient(variance[C], scale[C], dy[…,C]) → dx[…,C]: dx[…,c] = dy[…,c] · scale[c] / √(variance[c] + ε), what reaches x when
 * mean and variance are held fixed.
 */
export const normalizeGradient: OpDefinition<'normalizeGradient'> = {
  inputs: ['variance', 'scale', 'dy'],
  shape(_, variance, scale, dy) {
    requireOnePerChannel('variance', variance, 'dy', dy);
    requireOnePerChannel('scale', scale, 'dy', dy);
    return float32(dy);
  },
  gradient: { notDifferentiable: 'second derivatives through a normalization are not needed by anything yet' },
  multiplyAdds: (_, dx) => sizeOf(dx),
};
