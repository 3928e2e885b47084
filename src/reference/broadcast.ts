import { reducedShape } from '../graph/reduction';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Along the repeated axes every index reads the same value. */
export const broadcast: ReferenceOp<'broadcast'> = ({ axes, shape }, x) => {
  const source = new Grid(reducedShape(shape, axes, true), x.values);
  const y = new Grid(shape);
  const kept = (axis: number, index: number): number => (axes.includes(axis) ? 0 : index);
  for (const [i, j, k, l] of indices(...y.lengths)) {
    y.set(source.get(kept(0, i), kept(1, j), kept(2, k), kept(3, l)), i, j, k, l);
  }
  return y;
};
