import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';
import { strongestRival } from './strongestRival';

/** Where the lead is too small, the rival is pushed down and the right class up, both alike. */
export const hingeGradient: ReferenceOp<'hingeGradient'> = (_, scores, labels, dy) => {
  const dscores = new Grid(scores.shape);
  for (const [n] of indices(scores.shape[0]!)) {
    const label = labels.get(n);
    const rival = strongestRival(scores, n, label);
    if (1 + scores.get(n, rival) - scores.get(n, label) > 0) {
      dscores.set(dy.get(n), n, rival);
      dscores.set(-dy.get(n), n, label);
    }
  }
  return dscores;
};
