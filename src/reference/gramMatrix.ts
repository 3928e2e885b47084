import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each two channels multiplied place by place and added up, over the number of values. */
export const gramMatrix: ReferenceOp<'gramMatrix'> = (_, x) => {
  const [batch, height, width, channels] = x.lengths;
  const y = new Grid([batch, channels, channels]);
  for (const [n, c, d] of indices(batch, channels, channels)) {
    let sum = 0;
    for (const [i, j] of indices(height, width)) sum += x.get(n, i, j, c) * x.get(n, i, j, d);
    y.set(sum / (height * width * channels), n, c, d);
  }
  return y;
};
