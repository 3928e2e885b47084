import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';
import { strongestRival } from './strongestRival';

/** What is missing until the right class leads its strongest rival by 1. */
export const hinge: ReferenceOp<'hinge'> = (_, scores, labels) => {
  const loss = new Grid(labels.shape);
  for (const [n] of indices(scores.shape[0]!)) {
    const label = labels.get(n);
    const rival = strongestRival(scores, n, label);
    loss.set(Math.max(0, 1 + scores.get(n, rival) - scores.get(n, label)), n);
  }
  return loss;
};
