import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * maximumGradient(a, b, dy): of a, dy where a ≥ b, else 0; of b, dy where b > a, else 0.
 *
 * Gradient: a gradient g passes to dy through the same gate; to a and b it is zero almost everywhere.
 */
export const maximumGradient: OpDefinition<'maximumGradient'> = {
  inputs: ['a', 'b', 'dy'],
  shape(_, a, b, dy) {
    requireSameShape('a', a, 'b', b);
    requireSameShape('a', a, 'dy', dy);
    return float32(a);
  },
  gradient: [
    null,
    null,
    ({ builder, node, dy: g, name }, a, b) => builder.apply('maximumGradient', name, [a, b, g], node.attributes),
  ],
  multiplyAdds: () => 0,
};
