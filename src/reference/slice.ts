import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

export const slice: ReferenceOp<'slice'> = ({ start, size }, x) => {
  const y = new Grid(size);
  const [first = 0, second = 0, third = 0, fourth = 0] = start;
  for (const [i, j, k, l] of indices(...y.lengths)) {
    y.set(x.get(first + i, second + j, third + k, fourth + l), i, j, k, l);
  }
  return y;
};
