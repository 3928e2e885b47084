import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * reluGradient(y, dy): dx = dy where y > 0, else 0.
 *
 * Gradient: a gradient g at dx passes to dy through the same gate; to y it is zero almost everywhere.
 */
export const reluGradient: OpDefinition<'reluGradient'> = {
  inputs: ['y', 'dy'],
  shape(_, y, dy) {
    requireSameShape('y', y, 'dy', dy);
    return float32(y);
  },
  gradient: [null, ({ builder, dy: g, name }, y) => builder.apply('reluGradient', name, [y, g], {})],
  multiplyAdds: () => 0,
};
