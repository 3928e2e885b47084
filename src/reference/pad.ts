import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** A grid begins as zeros; x is written into its inside. */
export const pad: ReferenceOp<'pad'> = ({ before, after }, x) => {
  const y = new Grid(x.shape.map((length, axis) => before[axis]! + length + after[axis]!));
  const [first = 0, second = 0, third = 0, fourth = 0] = before;
  for (const [i, j, k, l] of indices(...x.lengths)) {
    y.set(x.get(i, j, k, l), first + i, second + j, third + k, fourth + l);
  }
  return y;
};
