import { sizeOf } from '../../tensor/shape';
import { imageSizes } from '../convolution';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * resizeGradient(dy[N,h,w,C]) → dx[N,H,W,C]: every cell of dy is shared out among the cells of x that its place was made of.
 *
 * Gradient: the op is linear, and its transpose is resize again.
 */
export const resizeGradient: OpDefinition<'resizeGradient'> = {
  inputs: ['dy'],
  shape({ inputShape }, dy) {
    const [before, after] = [imageSizes(inputShape), imageSizes(dy)];
    if (before.batch !== after.batch || before.channels !== after.channels) {
      refuse({
        expected: `dy of ${before.batch} pictures with ${before.channels} channels`,
        found: `${after.batch} with ${after.channels}`,
        next: 'Resizing changes height and width only.',
      });
    }
    return float32(inputShape);
  },
  gradient: [
    ({ builder, node, dy: g, name }, dy) => {
      const { height, width } = imageSizes(builder.node(dy).shape);
      return builder.apply('resize', name, [g], { method: node.attributes.method, height, width });
    },
  ],
  multiplyAdds: ({ method }, _, dy = []) => (method === 'bilinear' ? 4 * sizeOf(dy) : 0),
};
