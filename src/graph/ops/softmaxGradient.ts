import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireMatrix, requireSameShape } from '../shapeRules';

/** softmaxGradient(y[N,K], dy[N,K]) → dx[N,K]: dx[n,k] = y[n,k] · (dy[n,k] − Σ_j dy[n,j] · y[n,j]). */
export const softmaxGradient: OpDefinition<'softmaxGradient'> = {
  inputs: ['y', 'dy'],
  shape(_, y, dy) {
    requireMatrix('y', '[N,K]', y);
    requireSameShape('y', y, 'dy', dy);
    return float32(y);
  },
  gradient: { notDifferentiable: 'the second derivative of softmax is not needed by anything in the book' },
  multiplyAdds: (_, dx) => 2 * sizeOf(dx),
};
