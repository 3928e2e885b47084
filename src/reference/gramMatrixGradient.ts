import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** A channel stands in a row and a column of the matrix, so it gets the gradient of both. */
export const gramMatrixGradient: ReferenceOp<'gramMatrixGradient'> = (_, x, dy) => {
  const [batch, height, width, channels] = x.lengths;
  const dx = new Grid(x.shape);
  for (const [n, i, j, c] of indices(batch, height, width, channels)) {
    let sum = 0;
    for (const [d] of indices(channels)) sum += (dy.get(n, c, d) + dy.get(n, d, c)) * x.get(n, i, j, d);
    dx.set(sum / (height * width * channels), n, i, j, c);
  }
  return dx;
};
