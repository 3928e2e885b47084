import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * layerNormalizationGradient(x[…,C], dy[…,C]) → dx[…,C]: with y the normalized x,
 *
 *   dx[…,c] = (dy[…,c] − mean(dy) − y[…,c] · mean(dy · y)) / √(v + ε)
 */
export const layerNormalizationGradient: OpDefinition<'layerNormalizationGradient'> = {
  inputs: ['x', 'dy'],
  shape(_, x, dy) {
    requireSameShape('x', x, 'dy', dy);
    return float32(x);
  },
  gradient: { notDifferentiable: 'second derivatives through a normalization are not needed by anything yet' },
  multiplyAdds: (_, dx) => 4 * sizeOf(dx),
};
