import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * leakyReluGradient(y, dy): dx = dy where y > 0, else slope · dy.
 *
 * Gradient: a gradient g at dx passes to dy in the same way; to y it is zero almost everywhere.
 */
export const leakyReluGradient: OpDefinition<'leakyReluGradient'> = {
  inputs: ['y', 'dy'],
  shape(_, y, dy) {
    requireSameShape('y', y, 'dy', dy);
    return float32(y);
  },
  gradient: [
    null,
    ({ builder, node, dy: g, name }, y) => builder.apply('leakyReluGradient', name, [y, g], node.attributes),
  ],
  multiplyAdds: () => 0,
};
