import { Grid } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The same values in the same order; only the shape is another. */
export const reshape: ReferenceOp<'reshape'> = ({ shape }, x) => new Grid(shape, x.values);
