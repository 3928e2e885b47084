import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The label of each index. */
export const gatherLabels: ReferenceOp<'gatherLabels'> = (_, data, chosen) => {
  const [batch, count] = [chosen.shape[0]!, data.shape[0]!];
  const y = new Grid([batch]);
  for (const [n] of indices(batch)) {
    const image = chosen.get(n);
    y.set(image >= 0 && image < count ? data.get(image) : -1, n);
  }
  return y;
};
