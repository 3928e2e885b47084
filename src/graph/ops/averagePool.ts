import { poolSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * averagePool(x[N,H,W,C]) → y[N,OH,OW,C]: the mean of each window, channel by channel.
 *
 *   y[n,i,j,c] = 1/cells · Σ_u Σ_v x[n, i·stride − top + u, j·stride − left + v, c]
 *
 * `cells` counts the cells of x under the window, WH·WW of them away from the padding: what is padding is neither added nor
 * counted, as in TensorFlow and in PyTorch with count_include_pad=False. Cells that no window reaches are left out. The window
 * *sum* of 1998 is this mean times WH·WW, a factor that the trainable coefficient behind it takes in. Gradient: every cell of a
 * window gets its share dy / cells.
 */
export const averagePool: OpDefinition<'averagePool'> = {
  inputs: ['x'],
  shape: (attributes, x) => float32(poolSizes(x, attributes).outputShape),
  gradient: [
    ({ builder, node, dy, name }, x) =>
      builder.apply('averagePoolGradient', name, [dy], { ...node.attributes, inputShape: builder.node(x).shape }),
  ],
  multiplyAdds: () => 0,
};
