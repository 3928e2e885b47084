import type { OpDefinition } from '../opDefinition';
import { float32, requireOnePerChannel } from '../shapeRules';

/**
 * addBias(x[…,C], b[C]) → y[…,C]: y[…,c] = x[…,c] + b[c], one number per channel.
 *
 * Gradient: ∂L/∂x = dy, handed on unchanged; ∂L/∂b = biasGradient(dy), the sum over everything but the channel.
 */
export const addBias: OpDefinition<'addBias'> = {
  inputs: ['x', 'b'],
  shape(_, x, b) {
    requireOnePerChannel('b', b, 'x', x);
    return float32(x);
  },
  gradient: [({ dy }) => dy, ({ builder, dy, name }) => builder.apply('biasGradient', name, [dy], {})],
  multiplyAdds: () => 0,
};
