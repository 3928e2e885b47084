import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Row by row: e to the value, divided by the sum of those. The row's largest value is taken off first, against overflow. */
export const softmax: ReferenceOp<'softmax'> = (_, x) => {
  const [batch, classes] = [x.shape[0]!, x.shape[1]!];
  const y = new Grid(x.shape);
  for (const [n] of indices(batch)) {
    let largest = -Infinity;
    for (const [k] of indices(classes)) largest = Math.max(largest, x.get(n, k));
    let sum = 0;
    for (const [k] of indices(classes)) sum += Math.exp(x.get(n, k) - largest);
    for (const [k] of indices(classes)) y.set(Math.exp(x.get(n, k) - largest) / sum, n, k);
  }
  return y;
};
