import { Grid } from './grid';
import type { ReferenceOp } from './referenceOp';

export const squaredNorm: ReferenceOp<'squaredNorm'> = (_, x) =>
  new Grid([], [x.values.reduce((sum, value) => sum + value * value, 0)]);
