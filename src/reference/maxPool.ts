import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import { windowCells } from './poolWindow';
import type { ReferenceOp } from './referenceOp';

/** Each output is the largest value of its window. */
export const maxPool: ReferenceOp<'maxPool'> = (attributes, x) => {
  const sizes = poolSizes(x.shape, attributes);
  const { batch, outputHeight, outputWidth, channels } = sizes;
  const y = new Grid(sizes.outputShape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    let largest = -Infinity;
    for (const [row, column] of windowCells(sizes, i, j)) {
      largest = Math.max(largest, x.get(n, row, column, c));
    }
    y.set(largest, n, i, j, c);
  }
  return y;
};
