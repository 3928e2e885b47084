import { imageSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * globalAveragePoolGradient(dy[N,C]) → dx[N,H,W,C]: every cell of a map gets the share dy[n,c] / (H·W).
 *
 * Gradient: the op is linear, and its transpose is the mean of each map again.
 */
export const globalAveragePoolGradient: OpDefinition<'globalAveragePoolGradient'> = {
  inputs: ['dy'],
  shape({ inputShape }, dy) {
    const { batch, channels } = imageSizes(inputShape);
    requireSameShape('the pooling’s output', [batch, channels], 'dy', dy);
    return float32(inputShape);
  },
  gradient: [({ builder, dy: g, name }) => builder.apply('globalAveragePool', name, [g], {})],
  multiplyAdds: () => 0,
};
