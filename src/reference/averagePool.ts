import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each output is the mean of its window. */
export const averagePool: ReferenceOp<'averagePool'> = (attributes, x) => {
  const sizes = poolSizes(x.shape, attributes);
  const { batch, outputHeight, outputWidth, channels, windowHeight, windowWidth } = sizes;
  const y = new Grid(sizes.outputShape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    let sum = 0;
    for (const [u, v] of indices(windowHeight, windowWidth)) {
      sum += x.get(n, i * sizes.strideVertical + u, j * sizes.strideHorizontal + v, c);
    }
    y.set(sum / (windowHeight * windowWidth), n, i, j, c);
  }
  return y;
};
