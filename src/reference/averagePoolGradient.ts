import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import { windowCells } from './poolWindow';
import type { ReferenceOp } from './referenceOp';

/** Every cell under a window gets an equal share of the window's gradient. */
export const averagePoolGradient: ReferenceOp<'averagePoolGradient'> = (attributes, dy) => {
  const sizes = poolSizes(attributes.inputShape, attributes);
  const { batch, outputHeight, outputWidth, channels } = sizes;
  const dx = new Grid(sizes.inputShape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    const cells = [...windowCells(sizes, i, j)];
    for (const [row, column] of cells) dx.add(dy.get(n, i, j, c) / cells.length, n, row, column, c);
  }
  return dx;
};
