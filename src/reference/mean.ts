import { Grid } from './grid';
import type { ReferenceOp } from './referenceOp';

export const mean: ReferenceOp<'mean'> = (_, x) => {
  let sum = 0;
  for (const value of x.values) sum += value;
  return new Grid([], [sum / x.values.length]);
};
