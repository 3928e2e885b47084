import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** 1 − (2 Σ p t + s) / (Σ p² + Σ t² + s), the sums over one example. */
export const softDice: ReferenceOp<'softDice'> = ({ smoothing }, probabilities, targets) => {
  const batch = probabilities.shape[0]!;
  const length = probabilities.values.length / batch;
  const loss = new Grid([batch]);
  for (const [n] of indices(batch)) {
    let [above, below] = [smoothing, smoothing];
    for (const [i] of indices(length)) {
      const [p, t] = [probabilities.values[n * length + i]!, targets.values[n * length + i]!];
      above += 2 * p * t;
      below += p * p + t * t;
    }
    loss.set(1 - above / below, n);
  }
  return loss;
};
