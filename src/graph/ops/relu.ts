import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * relu(x): y = max(0, x), element by element. The smallest op that has a gradient op of its own: the one to copy.
 *
 * Gradient: ∂L/∂x = dy where y > 0, else 0. It needs only the output, so the input's memory can be used again. At x = 0, where
 * there is no derivative, the choice is 0.
 *
 * Source: Fukushima 1969, IEEE Trans. SSC 5(4); Nair & Hinton, ICML 2010.
 */
export const relu: OpDefinition<'relu'> = {
  inputs: ['x'],
  shape: (_, x) => float32(x),
  gradient: [({ builder, node, dy, name }) => builder.apply('reluGradient', name, [node.id, dy], {})],
  multiplyAdds: () => 0,
};
