import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireMatrix, requireSameShape } from '../shapeRules';
import { squaredDistance } from './squaredDistance';

/**
 * squaredDistanceGradient(points[N,D], prototypes[K,D], dy[N,K]):
 *
 *   of points:     dpoints[n,d]     =  Σ_k 2 · (points[n,d] − prototypes[k,d]) · dy[n,k]
 *   of prototypes: dprototypes[k,d] = −Σ_n 2 · (points[n,d] − prototypes[k,d]) · dy[n,k]
 */
export const squaredDistanceGradient: OpDefinition<'squaredDistanceGradient'> = {
  inputs: ['points', 'prototypes', 'dy'],
  shape({ of }, points, prototypes, dy) {
    requireMatrix('dy', '[N,K]', dy);
    requireSameShape('the distances', squaredDistance.shape({}, points, prototypes).shape, 'dy', dy);
    return float32(of === 'points' ? points : prototypes);
  },
  gradient: { notDifferentiable: 'the second derivative of the distance is not needed by anything in the book' },
  multiplyAdds: (_, _output, points, [count = 0] = []) => sizeOf(points) * count,
};
