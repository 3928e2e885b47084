import type { OpDefinition } from '../opDefinition';
import { requireAxes } from '../reduction';
import { float32 } from '../shapeRules';

/**
 * flip(x): x mirrored along the given axes, up to four axes in all. Along the axis 2 of x[N,H,W,C], y[n,h,w,c] = x[n,h,W−1−w,c]: left and right
 * exchanged.
 *
 * Gradient: dy mirrored along the same axes.
 */
export const flip: OpDefinition<'flip'> = {
  inputs: ['x'],
  shape({ axes }, x) {
    requireAxes('x', x, axes);
    return float32(x);
  },
  gradient: [({ builder, node, dy, name }) => builder.apply('flip', name, [dy], node.attributes)],
  multiplyAdds: () => 0,
};
