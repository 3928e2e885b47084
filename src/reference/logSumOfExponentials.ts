/** The denominator of softmax for one row, with an optional class of fixed logit, in a form that cannot overflow. */

import { indices, type Grid } from './grid';

/** log( e^rejectLogit + Σ_k e^(logits[n,k]) ); without the first term when `rejectLogit` is null. */
export function logSumOfExponentials(logits: Grid, n: number, rejectLogit: number | null): number {
  const classes = logits.shape[1]!;
  let largest = rejectLogit ?? -Infinity;
  for (const [k] of indices(classes)) largest = Math.max(largest, logits.get(n, k));
  let sum = rejectLogit === null ? 0 : Math.exp(rejectLogit - largest);
  for (const [k] of indices(classes)) sum += Math.exp(logits.get(n, k) - largest);
  return largest + Math.log(sum);
}
