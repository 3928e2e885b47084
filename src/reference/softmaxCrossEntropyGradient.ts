import { Grid, indices } from './grid';
import { logSumOfExponentials } from './logSumOfExponentials';
import type { ReferenceOp } from './referenceOp';

/** The probability of each class, minus one for the right class: what is given and should not be. */
export const softmaxCrossEntropyGradient: ReferenceOp<'softmaxCrossEntropyGradient'> = (
  { rejectLogit },
  logits,
  labels,
  dy,
) => {
  const [batch, classes] = [logits.shape[0]!, logits.shape[1]!];
  const dlogits = new Grid(logits.shape);
  for (const [n] of indices(batch)) {
    const logSum = logSumOfExponentials(logits, n, rejectLogit);
    for (const [k] of indices(classes)) {
      const probability = Math.exp(logits.get(n, k) - logSum);
      const target = k === labels.get(n) ? 1 : 0;
      dlogits.set(dy.get(n) * (probability - target), n, k);
    }
  }
  return dlogits;
};
