import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * sigmoid(x): y = 1 / (1 + e^(−x)), element by element: the logistic function.
 *
 * Gradient: ∂L/∂x = dy · y · (1 − y), written with the output alone.
 */
export const sigmoid: OpDefinition<'sigmoid'> = {
  inputs: ['x'],
  shape: (_, x) => float32(x),
  gradient: [({ builder, node, dy, name }) => builder.apply('sigmoidGradient', name, [node.id, dy], {})],
  multiplyAdds: () => 0,
};
