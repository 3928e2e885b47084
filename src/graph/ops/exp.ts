import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * exp(x): y = e^x, element by element.
 *
 * Gradient: ∂L/∂x = dy · y: the one function that is its own slope.
 */
export const exp: OpDefinition<'exp'> = {
  inputs: ['x'],
  shape: (_, x) => float32(x),
  gradient: [({ builder, node, dy, name }) => builder.apply('multiply', name, [dy, node.id], {})],
  multiplyAdds: () => 0,
};
