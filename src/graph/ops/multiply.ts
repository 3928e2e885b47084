import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * multiply(a, b): y = a · b, element by element.
 *
 * Gradient: ∂L/∂a = dy · b and ∂L/∂b = dy · a. With b a constant of zeros and ones this is a mask: it closes connections
 * forward, and the same zeros stop the gradient.
 */
export const multiply: OpDefinition<'multiply'> = {
  inputs: ['a', 'b'],
  shape(_, a, b) {
    requireSameShape('a', a, 'b', b);
    return float32(a);
  },
  gradient: [
    ({ builder, dy, name }, _a, b) => builder.apply('multiply', name, [dy, b], {}),
    ({ builder, dy, name }, a) => builder.apply('multiply', name, [dy, a], {}),
  ],
  multiplyAdds: (_, y) => sizeOf(y),
};
