import { imageSizes } from '../graph/convolution';
import { resizeSamples } from '../graph/resizing';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';
import { sharesOf } from './resize';

/** Each cell's gradient goes back to the cells that it was mixed from, by their shares. */
export const resizeGradient: ReferenceOp<'resizeGradient'> = ({ inputShape, method }, dy) => {
  const { batch, height, width, channels } = imageSizes(dy.shape);
  const before = imageSizes(inputShape);
  const rows = resizeSamples(before.height, height, method);
  const columns = resizeSamples(before.width, width, method);
  const dx = new Grid(inputShape);
  for (const [n, i, j, c] of indices(batch, height, width, channels)) {
    for (const [row, rowShare] of sharesOf(rows[i]!)) {
      for (const [column, columnShare] of sharesOf(columns[j]!)) {
        dx.add(rowShare * columnShare * dy.get(n, i, j, c), n, row, column, c);
      }
    }
  }
  return dx;
};
