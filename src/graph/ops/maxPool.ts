import { poolSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * maxPool(x[N,H,W,C]) → y[N,OH,OW,C]: the largest value of each window, channel by channel.
 *
 *   y[n,i,j,c] = max over u, v of x[n, i·stride − top + u, j·stride − left + v, c]
 *
 * Cells of the padding never win, as if they were −∞; cells that no window reaches are left out. Gradient: the cell that won gets all of dy, the others nothing;
 * among equal values the first one in reading order won.
 */
export const maxPool: OpDefinition<'maxPool'> = {
  inputs: ['x'],
  shape: (attributes, x) => float32(poolSizes(x, attributes).outputShape),
  gradient: [({ builder, node, dy, name }, x) => builder.apply('maxPoolGradient', name, [x, dy], node.attributes)],
  multiplyAdds: () => 0,
};
