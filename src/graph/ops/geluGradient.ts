import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * geluGradient(x, dy): dx = dy · ( ½ (1 + t) + ½ x (1 − t²) · √(2/π) · (1 + 3 · 0.044715 x²) ) with
 * t = tanh( √(2/π) · (x + 0.044715 x³) ).
 */
export const geluGradient: OpDefinition<'geluGradient'> = {
  inputs: ['x', 'dy'],
  shape(_, x, dy) {
    requireSameShape('x', x, 'dy', dy);
    return float32(x);
  },
  gradient: { notDifferentiable: 'the second derivative of gelu is not needed by anything in the book' },
  multiplyAdds: (_, dx) => sizeOf(dx),
};
