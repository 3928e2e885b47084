import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireOnePerChannel } from '../shapeRules';

/**
 * channelScale(x[…,C], s[C]) → y[…,C]: y[…,c] = x[…,c] · s[c], one factor per channel.
 *
 * Gradient: ∂L/∂x = channelScale(dy, s); ∂L/∂s = channelScaleGradient(x, dy), a sum over everything but the channel.
 */
export const channelScale: OpDefinition<'channelScale'> = {
  inputs: ['x', 's'],
  shape(_, x, s) {
    requireOnePerChannel('s', s, 'x', x);
    return float32(x);
  },
  gradient: [
    ({ builder, dy, name }, _x, s) => builder.apply('channelScale', name, [dy, s], {}),
    ({ builder, dy, name }, x) => builder.apply('channelScaleGradient', name, [x, dy], {}),
  ],
  multiplyAdds: (_, y) => sizeOf(y),
};
