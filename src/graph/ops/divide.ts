import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * divide(a, b): y = a / b, element by element. Where b is 0 the result is ±∞, or NaN for 0 / 0: nothing is clamped in secret.
 *
 * Gradient: ∂L/∂a = dy / b and ∂L/∂b = −(dy / b) · y, since y = a / b stands there already.
 */
export const divide: OpDefinition<'divide'> = {
  inputs: ['a', 'b'],
  shape(_, a, b) {
    requireSameShape('a', a, 'b', b);
    return float32(a);
  },
  gradient: [
    ({ builder, dy, name }, _a, b) => builder.apply('divide', name, [dy, b], {}),
    ({ builder, node, dy, name }, _a, b) => {
      const share = builder.apply('divide', `${name}.share`, [dy, b], {});
      const product = builder.apply('multiply', `${name}.product`, [share, node.id], {});
      return builder.apply('scale', name, [product], { factor: -1 });
    },
  ],
  multiplyAdds: (_, y) => sizeOf(y),
};
