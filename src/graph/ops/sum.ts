import type { OpDefinition } from '../opDefinition';
import { reducedShape, requireAxes } from '../reduction';
import { float32 } from '../shapeRules';

/**
 * sum(x): the sum over the given axes, of up to four. They disappear, or stay with length 1 with `keepDims`:
 * over the axes 1 and 2 of x[N,H,W,C], y[n,c] = Σ_h Σ_w x[n,h,w,c].
 *
 * Gradient: every summand gets the gradient of its sum, so ∂L/∂x is dy repeated along these axes.
 */
export const sum: OpDefinition<'sum'> = {
  inputs: ['x'],
  shape({ axes, keepDims }, x) {
    requireAxes('x', x, axes);
    return float32(reducedShape(x, axes, keepDims));
  },
  gradient: [
    ({ builder, node, dy, name }, x) =>
      builder.apply('broadcast', name, [dy], { axes: node.attributes.axes, shape: builder.node(x).shape }),
  ],
  multiplyAdds: () => 0,
};
