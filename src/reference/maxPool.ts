import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each output is the largest value of its window. */
export const maxPool: ReferenceOp<'maxPool'> = (attributes, x) => {
  const sizes = poolSizes(x.shape, attributes);
  const { batch, outputHeight, outputWidth, channels, windowHeight, windowWidth } = sizes;
  const y = new Grid(sizes.outputShape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    let largest = -Infinity;
    for (const [u, v] of indices(windowHeight, windowWidth)) {
      const value = x.get(n, i * sizes.strideVertical + u, j * sizes.strideHorizontal + v, c);
      largest = Math.max(largest, value);
    }
    y.set(largest, n, i, j, c);
  }
  return y;
};
