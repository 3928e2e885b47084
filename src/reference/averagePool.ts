import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import { windowCells } from './poolWindow';
import type { ReferenceOp } from './referenceOp';

/** Each output is the mean of the cells under its window. */
export const averagePool: ReferenceOp<'averagePool'> = (attributes, x) => {
  const sizes = poolSizes(x.shape, attributes);
  const { batch, outputHeight, outputWidth, channels } = sizes;
  const y = new Grid(sizes.outputShape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    let sum = 0;
    let cells = 0;
    for (const [row, column] of windowCells(sizes, i, j)) {
      sum += x.get(n, row, column, c);
      cells++;
    }
    y.set(sum / cells, n, i, j, c);
  }
  return y;
};
