import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/** sigmoidGradient(y, dy): dx = dy · y · (1 − y). */
export const sigmoidGradient: OpDefinition<'sigmoidGradient'> = {
  inputs: ['y', 'dy'],
  shape(_, y, dy) {
    requireSameShape('y', y, 'dy', dy);
    return float32(y);
  },
  gradient: { notDifferentiable: 'the second derivative of the sigmoid is not needed by anything in the book' },
  multiplyAdds: (_, dx) => 2 * sizeOf(dx),
};
