import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * add(a, b): y = a + b, element by element.
 *
 * Gradient: ∂L/∂a = ∂L/∂b = dy. A sum hands its gradient on unchanged, so no node is appended.
 */
export const add: OpDefinition<'add'> = {
  inputs: ['a', 'b'],
  shape(_, a, b) {
    requireSameShape('a', a, 'b', b);
    return float32(a);
  },
  gradient: [({ dy }) => dy, ({ dy }) => dy],
  multiplyAdds: () => 0,
};
