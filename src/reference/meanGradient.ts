import { Grid } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Every element has the same share in the mean. */
export const meanGradient: ReferenceOp<'meanGradient'> = ({ shape }, dy) => {
  const dx = new Grid(shape);
  return dx.map(() => dy.get() / dx.values.length);
};
