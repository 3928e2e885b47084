import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** How far each point is from each prototype: the squared differences, added up. */
export const squaredDistance: ReferenceOp<'squaredDistance'> = (_, points, prototypes) => {
  const [batch, dimension, count] = [points.shape[0]!, points.shape[1]!, prototypes.shape[0]!];
  const y = new Grid([batch, count]);
  for (const [n, k, d] of indices(batch, count, dimension)) {
    y.add((points.get(n, d) - prototypes.get(k, d)) ** 2, n, k);
  }
  return y;
};
