import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * log(x): y = ln x, the natural logarithm, element by element. For x > 0; at 0 it is −∞, below NaN.
 *
 * Gradient: ∂L/∂x = dy / x.
 */
export const log: OpDefinition<'log'> = {
  inputs: ['x'],
  shape: (_, x) => float32(x),
  gradient: [({ builder, dy, name }, x) => builder.apply('divide', name, [dy, x], {})],
  multiplyAdds: () => 0,
};
