import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Every cell of a window gets an equal share of the window's gradient. */
export const averagePoolGradient: ReferenceOp<'averagePoolGradient'> = (attributes, dy) => {
  const sizes = poolSizes(attributes.inputShape, attributes);
  const { batch, outputHeight, outputWidth, channels, windowHeight, windowWidth } = sizes;
  const dx = new Grid(sizes.inputShape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    const share = dy.get(n, i, j, c) / (windowHeight * windowWidth);
    for (const [u, v] of indices(windowHeight, windowWidth)) {
      dx.add(share, n, i * sizes.strideVertical + u, j * sizes.strideHorizontal + v, c);
    }
  }
  return dx;
};
