import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/** eluGradient(y, dy): dx = dy where y > 0, else dy · (y + alpha). */
export const eluGradient: OpDefinition<'eluGradient'> = {
  inputs: ['y', 'dy'],
  shape(_, y, dy) {
    requireSameShape('y', y, 'dy', dy);
    return float32(y);
  },
  gradient: { notDifferentiable: 'the second derivative of elu is not needed by anything in the book' },
  multiplyAdds: (_, dx) => sizeOf(dx),
};
