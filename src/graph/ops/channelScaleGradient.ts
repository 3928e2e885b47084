import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireChannels, requireSameShape } from '../shapeRules';

/**
 * channelScaleGradient(x[…,C], dy[…,C]) → ds[C]: ds[c] = Σ x[…,c] · dy[…,c], over every place where the factor was used.
 *
 * Gradient: linear in both inputs; a gradient g at ds gives ∂L/∂x = channelScale(dy, g) and ∂L/∂dy = channelScale(x, g).
 */
export const channelScaleGradient: OpDefinition<'channelScaleGradient'> = {
  inputs: ['x', 'dy'],
  shape(_, x, dy) {
    requireSameShape('x', x, 'dy', dy);
    return float32([requireChannels('x', x)]);
  },
  gradient: [
    ({ builder, dy: g, name }, _x, dy) => builder.apply('channelScale', name, [dy, g], {}),
    ({ builder, dy: g, name }, x) => builder.apply('channelScale', name, [x, g], {}),
  ],
  multiplyAdds: (_, _ds, x) => sizeOf(x),
};
