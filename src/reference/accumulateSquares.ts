import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const accumulateSquares: ReferenceOp<'accumulateSquares'> = (_, s, g) =>
  zip(s, g, (sum, slope) => sum + slope * slope);
