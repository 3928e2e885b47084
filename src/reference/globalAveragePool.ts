import { imageSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each output is the mean of a whole map. */
export const globalAveragePool: ReferenceOp<'globalAveragePool'> = (_, x) => {
  const { batch, height, width, channels } = imageSizes(x.shape);
  const y = new Grid([batch, channels]);
  for (const [n, i, j, c] of indices(batch, height, width, channels)) {
    y.add(x.get(n, i, j, c) / (height * width), n, c);
  }
  return y;
};
