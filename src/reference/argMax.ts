import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The column of each row's largest value; among equals the first. */
export const argMax: ReferenceOp<'argMax'> = (_, x) => {
  const [batch, classes] = [x.shape[0]!, x.shape[1]!];
  const y = new Grid([batch]);
  for (const [n] of indices(batch)) {
    let winner = 0;
    for (const [k] of indices(classes)) if (x.get(n, k) > x.get(n, winner)) winner = k;
    y.set(winner, n);
  }
  return y;
};
