import { reducedShape } from '../graph/reduction';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Every value is added where its index points once the summed axes are set to 0. */
export const sum: ReferenceOp<'sum'> = ({ axes, keepDims }, x) => {
  const y = new Grid(reducedShape(x.shape, axes, true));
  const kept = (axis: number, index: number): number => (axes.includes(axis) ? 0 : index);
  for (const [i, j, k, l] of indices(...x.lengths)) {
    y.add(x.get(i, j, k, l), kept(0, i), kept(1, j), kept(2, k), kept(3, l));
  }
  return new Grid(reducedShape(x.shape, axes, keepDims), y.values);
};
