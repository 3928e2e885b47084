import type { OpDefinition } from '../opDefinition';
import { float32, requireMatrix } from '../shapeRules';

/**
 * softmax(x[N,K]) → p[N,K]: p[n,k] = e^(x[n,k]) / Σ_j e^(x[n,j]), row by row. Computed after subtracting the row's largest value, which
 * changes nothing in exact arithmetic and keeps e^x from overflowing.
 *
 * Gradient: ∂L/∂x[n,k] = p[n,k] · (dp[n,k] − Σ_j dp[n,j] · p[n,j]).
 */
export const softmax: OpDefinition<'softmax'> = {
  inputs: ['x'],
  shape(_, x) {
    requireMatrix('x', '[N,K]', x);
    return float32(x);
  },
  gradient: [({ builder, node, dy, name }) => builder.apply('softmaxGradient', name, [node.id, dy], {})],
  multiplyAdds: () => 0,
};
