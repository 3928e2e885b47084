import { sizeOf } from '../../tensor/shape';
import { imageSizes } from '../convolution';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * resize(x[N,H,W,C]) → y[N,h,w,C] for the given h and w: enlarges or reduces pictures by the nearest cell or by linear interpolation along
 * both axes. Half-pixel centres, corners not aligned (resizing.ts); when reducing, cells between the samples are passed over.
 *
 *   y[n,i,j,c] = Σ_a Σ_b r[i,a] · s[j,b] · x[n,a,b,c], r and s with at most two numbers in a row that are not 0
 *
 * Gradient: the op is linear; each dy[n,i,j,c] goes back to the cells it was made of, by the same shares.
 */
export const resize: OpDefinition<'resize'> = {
  inputs: ['x'],
  shape({ height, width }, x) {
    const sizes = imageSizes(x);
    const found = [sizes.height, sizes.width, height, width];
    if (!found.every((cells) => Number.isInteger(cells) && cells >= 1)) {
      refuse({
        expected: 'height and width in whole cells, 1 or more, before and after',
        found: `${sizes.height}×${sizes.width} → ${height}×${width}`,
        next: 'Choose at least 1×1.',
      });
    }
    return float32([sizes.batch, height, width, sizes.channels]);
  },
  gradient: [
    ({ builder, node, dy, name }, x) =>
      builder.apply('resizeGradient', name, [dy], {
        method: node.attributes.method,
        inputShape: builder.node(x).shape,
      }),
  ],
  multiplyAdds: ({ method }, y) => (method === 'bilinear' ? 4 * sizeOf(y) : 0),
};
