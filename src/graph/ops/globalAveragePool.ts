import { sizeOf } from '../../tensor/shape';
import { imageSizes } from '../convolution';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * globalAveragePool(x[N,H,W,C]) → y[N,C]: the mean of each feature map, whatever its size.
 *
 *   y[n,c] = 1/(H·W) · Σ_i Σ_j x[n,i,j,c]
 *
 * Gradient: every cell of a map gets dy / (H·W).
 *
 * Source: Lin, Chen & Yan, "Network In Network" (ICLR 2014), section 3.2.
 */
export const globalAveragePool: OpDefinition<'globalAveragePool'> = {
  inputs: ['x'],
  shape(_, x) {
    const { batch, channels } = imageSizes(x);
    if (sizeOf(x) === 0)
      refuse({ expected: 'at least one value', found: 'none', next: 'A mean of nothing is undefined.' });
    return float32([batch, channels]);
  },
  gradient: [
    ({ builder, dy, name }, x) =>
      builder.apply('globalAveragePoolGradient', name, [dy], { inputShape: builder.node(x).shape }),
  ],
  multiplyAdds: () => 0,
};
