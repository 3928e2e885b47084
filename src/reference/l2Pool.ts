import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each output is the length of its window, seen as a vector. */
export const l2Pool: ReferenceOp<'l2Pool'> = (attributes, x) => {
  const sizes = poolSizes(x.shape, attributes);
  const { batch, outputHeight, outputWidth, channels, windowHeight, windowWidth } = sizes;
  const y = new Grid(sizes.outputShape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    let squares = 0;
    for (const [u, v] of indices(windowHeight, windowWidth)) {
      squares += x.get(n, i * sizes.strideVertical + u, j * sizes.strideHorizontal + v, c) ** 2;
    }
    y.set(Math.sqrt(squares), n, i, j, c);
  }
  return y;
};
