import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The values of a stand where they stood; those of b come behind them along the axis. */
export const concatenate: ReferenceOp<'concatenate'> = ({ axis }, a, b) => {
  const y = new Grid(a.shape.map((length, other) => (other === axis ? length + b.shape[other]! : length)));
  for (const [i, j, k, l] of indices(...a.lengths)) y.set(a.get(i, j, k, l), i, j, k, l);
  const [first, second, third, fourth] = a.lengths.map((length, other) => (other === axis ? length : 0));
  for (const [i, j, k, l] of indices(...b.lengths)) {
    y.set(b.get(i, j, k, l), first! + i, second! + j, third! + k, fourth! + l);
  }
  return y;
};
