import { Grid, indices } from './grid';
import { logSumOfExponentials } from './logSumOfExponentials';
import type { ReferenceOp } from './referenceOp';

/** Minus the logarithm of the probability given to the right class. */
export const softmaxCrossEntropy: ReferenceOp<'softmaxCrossEntropy'> = ({ rejectLogit }, logits, labels) => {
  const [batch] = labels.shape;
  const loss = new Grid(labels.shape);
  for (const [n] of indices(batch!)) {
    loss.set(logSumOfExponentials(logits, n, rejectLogit) - logits.get(n, labels.get(n)), n);
  }
  return loss;
};
