import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/** tanhGradient(y, dy): dx = dy · slope / amplitude · (amplitude² − y²). */
export const tanhGradient: OpDefinition<'tanhGradient'> = {
  inputs: ['y', 'dy'],
  shape(_, y, dy) {
    requireSameShape('y', y, 'dy', dy);
    return float32(y);
  },
  gradient: { notDifferentiable: 'the second derivative of tanh is not needed by anything in the book' },
  multiplyAdds: (_, dx) => 2 * sizeOf(dx),
};
