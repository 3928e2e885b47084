import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import { windowCells } from './poolWindow';
import type { ReferenceOp } from './referenceOp';

/** Each output is the length of its window, seen as a vector. */
export const l2Pool: ReferenceOp<'l2Pool'> = (attributes, x) => {
  const sizes = poolSizes(x.shape, attributes);
  const { batch, outputHeight, outputWidth, channels } = sizes;
  const y = new Grid(sizes.outputShape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    let squares = 0;
    for (const [row, column] of windowCells(sizes, i, j)) squares += x.get(n, row, column, c) ** 2;
    y.set(Math.sqrt(squares), n, i, j, c);
  }
  return y;
};
