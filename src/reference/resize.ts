import { imageSizes } from '../graph/convolution';
import { resizeSamples, type Sample } from '../graph/resizing';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each cell is a mixture of up to two rows and up to two columns of the original. */
export const resize: ReferenceOp<'resize'> = ({ height, width, method }, x) => {
  const { batch, height: fromHeight, width: fromWidth, channels } = imageSizes(x.shape);
  const rows = resizeSamples(fromHeight, height, method);
  const columns = resizeSamples(fromWidth, width, method);
  const y = new Grid([batch, height, width, channels]);
  for (const [n, i, j, c] of indices(batch, height, width, channels)) {
    for (const [row, rowShare] of sharesOf(rows[i]!)) {
      for (const [column, columnShare] of sharesOf(columns[j]!)) {
        y.add(rowShare * columnShare * x.get(n, row, column, c), n, i, j, c);
      }
    }
  }
  return y;
};

/** The cells of a sample with their shares, which sum to 1. */
export function sharesOf({ first, second, fraction }: Sample): readonly (readonly [cell: number, share: number])[] {
  return [
    [first, 1 - fraction],
    [second, fraction],
  ];
}
