import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * maximum(a, b): y = the larger of a and b, element by element.
 *
 * Gradient: the winner gets dy, the other nothing: ∂L/∂a = dy where a ≥ b, ∂L/∂b = dy where b > a. Where both are equal, and there
 * is no derivative, the first operand gets it.
 */
export const maximum: OpDefinition<'maximum'> = {
  inputs: ['a', 'b'],
  shape(_, a, b) {
    requireSameShape('a', a, 'b', b);
    return float32(a);
  },
  gradient: [
    ({ builder, dy, name }, a, b) => builder.apply('maximumGradient', name, [a, b, dy], { of: 'a' }),
    ({ builder, dy, name }, a, b) => builder.apply('maximumGradient', name, [a, b, dy], { of: 'b' }),
  ],
  multiplyAdds: () => 0,
};
