import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * squareRoot(x): y = √x, element by element. For x ≥ 0; below, NaN.
 *
 * Gradient: ∂L/∂x = dy / (2 y), infinite at x = 0.
 */
export const squareRoot: OpDefinition<'squareRoot'> = {
  inputs: ['x'],
  shape: (_, x) => float32(x),
  gradient: [
    ({ builder, node, dy, name }) => {
      const share = builder.apply('divide', `${name}.share`, [dy, node.id], {});
      return builder.apply('scale', name, [share], { factor: 0.5 });
    },
  ],
  multiplyAdds: () => 0,
};
