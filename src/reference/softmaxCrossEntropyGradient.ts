import { Grid, indices } from './grid';
import { logSumOfExponentials } from './logSumOfExponentials';
import type { ReferenceOp } from './referenceOp';
import { smoothedTarget } from './smoothedTarget';

/** The probability of each class, minus its target, which is one for the right class: what is given and should not be. */
export const softmaxCrossEntropyGradient: ReferenceOp<'softmaxCrossEntropyGradient'> = (
  { rejectLogit, labelSmoothing = 0 },
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
      const target = smoothedTarget(k, labels.get(n), classes, labelSmoothing);
      dlogits.set(dy.get(n) * (probability - target), n, k);
    }
  }
  return dlogits;
};
