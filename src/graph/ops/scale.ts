import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * scale(x): y = factor · x, with a factor fixed when the graph is built.
 *
 * Gradient: ∂L/∂x = factor · dy.
 */
export const scale: OpDefinition<'scale'> = {
  inputs: ['x'],
  shape: (_, x) => float32(x),
  gradient: [({ builder, node, dy, name }) => builder.apply('scale', name, [dy], node.attributes)],
  multiplyAdds: () => 0,
};
