import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** What a class gains, all others lose: each gradient counts only as far as it differs from the row's weighted mean. */
export const softmaxGradient: ReferenceOp<'softmaxGradient'> = (_, y, dy) => {
  const [batch, classes] = [y.shape[0]!, y.shape[1]!];
  const dx = new Grid(y.shape);
  for (const [n] of indices(batch)) {
    let mean = 0;
    for (const [k] of indices(classes)) mean += dy.get(n, k) * y.get(n, k);
    for (const [k] of indices(classes)) dx.set(y.get(n, k) * (dy.get(n, k) - mean), n, k);
  }
  return dx;
};
