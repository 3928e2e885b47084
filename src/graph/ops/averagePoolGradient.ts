import { poolAttributes, poolSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * averagePoolGradient(dy[N,OH,OW,C]) → dx[N,H,W,C]: every cell of a window gets the share dy / cells, of as many cells as x has
 * under the window; where windows overlap, shares add up.
 *
 * Gradient: the op is linear, and its transpose is the mean of each window again.
 */
export const averagePoolGradient: OpDefinition<'averagePoolGradient'> = {
  inputs: ['dy'],
  shape(attributes, dy) {
    const sizes = poolSizes(attributes.inputShape, attributes);
    requireSameShape('the pooling’s output', sizes.outputShape, 'dy', dy);
    return float32(sizes.inputShape);
  },
  gradient: [
    ({ builder, node, dy: g, name }) => builder.apply('averagePool', name, [g], poolAttributes(node.attributes)),
  ],
  multiplyAdds: () => 0,
};
