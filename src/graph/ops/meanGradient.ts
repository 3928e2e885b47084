import type { OpDefinition } from '../opDefinition';
import { float32, requireScalar } from '../shapeRules';

/**
 * meanGradient(dy[]) → dx of the given shape: every element is dy / count.
 *
 * Gradient: ∂L/∂dy is the sum of g / count, which is the mean of g.
 */
export const meanGradient: OpDefinition<'meanGradient'> = {
  inputs: ['dy'],
  shape({ shape }, dy) {
    requireScalar('dy', dy);
    return float32(shape);
  },
  gradient: [({ builder, dy: g, name }) => builder.apply('mean', name, [g], {})],
  multiplyAdds: () => 0,
};
