import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * localResponseNormalizationGradient(x[…,C], dy[…,C]) → dx[…,C]: every value also stands in its neighbours' sums s, so
 *
 *   dx[c] = dy[c] / s[c]^β − 2αβ · x[c] · Σ dy[d] · x[d] / s[d]^(β+1) over the channels d with |d − c| ≤ ⌊n/2⌋
 */
export const localResponseNormalizationGradient: OpDefinition<'localResponseNormalizationGradient'> = {
  inputs: ['x', 'dy'],
  shape(_, x, dy) {
    requireSameShape('x', x, 'dy', dy);
    return float32(x);
  },
  gradient: { notDifferentiable: 'second derivatives through a normalization are not needed by anything yet' },
  multiplyAdds: ({ size }, dx) => (2 * size + 4) * sizeOf(dx),
};
