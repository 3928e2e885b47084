import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * gelu(x): y = x · ½ (1 + t) with t = tanh( √(2/π) · (x + 0.044715 x³) ), element by element: x times roughly the probability that
 * a normal variable lies below x. This is the paper's tanh form, not the one with the error function; they differ by less than
 * 0.0005.
 *
 * Gradient: ∂L/∂x = dy · ( ½ (1 + t) + ½ x (1 − t²) · √(2/π) · (1 + 3 · 0.044715 x²) ). The function is not monotonic, so y does
 * not tell x, and x is kept.
 *
 * Source: Hendrycks & Gimpel, "Gaussian Error Linear Units (GELUs)" (2016), section 2.
 */
export const gelu: OpDefinition<'gelu'> = {
  inputs: ['x'],
  shape: (_, x) => float32(x),
  gradient: [({ builder, dy, name }, x) => builder.apply('geluGradient', name, [x, dy], {})],
  multiplyAdds: () => 0,
};
