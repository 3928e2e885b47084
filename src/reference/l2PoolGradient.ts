import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import { l2Pool } from './l2Pool';
import { windowCells } from './poolWindow';
import type { ReferenceOp } from './referenceOp';

/** Every cell of a window gets its part of the window's length times the window's gradient. */
export const l2PoolGradient: ReferenceOp<'l2PoolGradient'> = (attributes, x, dy) => {
  const sizes = poolSizes(x.shape, attributes);
  const { batch, outputHeight, outputWidth, channels } = sizes;
  const y = l2Pool(attributes, x);
  const dx = new Grid(x.shape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    const length = y.get(n, i, j, c);
    if (length === 0) continue;
    for (const [row, column] of windowCells(sizes, i, j)) {
      dx.add((dy.get(n, i, j, c) * x.get(n, row, column, c)) / length, n, row, column, c);
    }
  }
  return dx;
};
