import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * subtract(a, b): y = a − b, element by element.
 *
 * Gradient: ∂L/∂a = dy, handed on unchanged, and ∂L/∂b = −dy.
 */
export const subtract: OpDefinition<'subtract'> = {
  inputs: ['a', 'b'],
  shape(_, a, b) {
    requireSameShape('a', a, 'b', b);
    return float32(a);
  },
  gradient: [({ dy }) => dy, ({ builder, dy, name }) => builder.apply('scale', name, [dy], { factor: -1 })],
  multiplyAdds: () => 0,
};
