import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Along a flipped axis the last becomes the first. */
export const flip: ReferenceOp<'flip'> = ({ axes }, x) => {
  const y = new Grid(x.shape);
  const mirrored = (axis: 0 | 1 | 2 | 3, index: number): number =>
    axes.includes(axis) ? x.lengths[axis] - 1 - index : index;
  for (const [i, j, k, l] of indices(...x.lengths)) {
    y.set(x.get(mirrored(0, i), mirrored(1, j), mirrored(2, k), mirrored(3, l)), i, j, k, l);
  }
  return y;
};
