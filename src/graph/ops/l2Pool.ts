import { sizeOf } from '../../tensor/shape';
import { poolSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * l2Pool(x[N,H,W,C]) → y[N,OH,OW,C]: the Euclidean length of each window, channel by channel.
 *
 *   y[n,i,j,c] = √(Σ_u Σ_v x[n, i·stride − top + u, j·stride − left + v, c]²)
 *
 * Cells of the padding add nothing; cells that no window reaches are left out. Gradient: each cell gets dy · x / y; where y is 0, which has no derivative
 * there, the choice is 0.
 *
 * Source: Sermanet, Chintala & LeCun, "Convolutional Neural Networks Applied to House Numbers Digit Classification" (ICPR
 * 2012), equation 1 with P = 2, here with equal weights.
 */
export const l2Pool: OpDefinition<'l2Pool'> = {
  inputs: ['x'],
  shape: (attributes, x) => float32(poolSizes(x, attributes).outputShape),
  gradient: [({ builder, node, dy, name }, x) => builder.apply('l2PoolGradient', name, [x, dy], node.attributes)],
  multiplyAdds: ({ window }, y) => sizeOf(y) * window[0] * window[1],
};
