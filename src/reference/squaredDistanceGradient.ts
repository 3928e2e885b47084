import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Moving a point away from a prototype lengthens their distance; moving the prototype the same way shortens it. */
export const squaredDistanceGradient: ReferenceOp<'squaredDistanceGradient'> = ({ of }, points, prototypes, dy) => {
  const [batch, dimension, count] = [points.shape[0]!, points.shape[1]!, prototypes.shape[0]!];
  const gradient = new Grid(of === 'points' ? points.shape : prototypes.shape);
  for (const [n, k, d] of indices(batch, count, dimension)) {
    const pull = 2 * (points.get(n, d) - prototypes.get(k, d)) * dy.get(n, k);
    if (of === 'points') gradient.add(pull, n, d);
    else gradient.add(-pull, k, d);
  }
  return gradient;
};
