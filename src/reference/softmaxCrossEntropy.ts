import { Grid, indices } from './grid';
import { logSumOfExponentials } from './logSumOfExponentials';
import type { ReferenceOp } from './referenceOp';
import { smoothedTarget } from './smoothedTarget';

/** Minus the logarithm of the probability given to the right class; of each class by its target, if labels are smoothed. */
export const softmaxCrossEntropy: ReferenceOp<'softmaxCrossEntropy'> = (
  { rejectLogit, labelSmoothing = 0 },
  logits,
  labels,
) => {
  const [batch, classes] = [logits.shape[0]!, logits.shape[1]!];
  const loss = new Grid(labels.shape);
  for (const [n] of indices(batch)) {
    let wanted = 0;
    for (const [k] of indices(classes)) {
      wanted += smoothedTarget(k, labels.get(n), classes, labelSmoothing) * logits.get(n, k);
    }
    loss.set(logSumOfExponentials(logits, n, rejectLogit) - wanted, n);
  }
  return loss;
};
