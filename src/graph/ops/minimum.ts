import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * minimum(a, b): y = the smaller of a and b, element by element.
 *
 * Gradient: ∂L/∂a = dy where a ≤ b, ∂L/∂b = dy where b < a; of equals the first operand gets it. That a ≤ b is that b ≥ a, so
 * these are maximum's two gates with the operands exchanged, and no op of its own is needed.
 */
export const minimum: OpDefinition<'minimum'> = {
  inputs: ['a', 'b'],
  shape(_, a, b) {
    requireSameShape('a', a, 'b', b);
    return float32(a);
  },
  gradient: [
    ({ builder, dy, name }, a, b) => builder.apply('maximumGradient', name, [b, a, dy], { of: 'a' }),
    ({ builder, dy, name }, a, b) => builder.apply('maximumGradient', name, [b, a, dy], { of: 'b' }),
  ],
  multiplyAdds: () => 0,
};
