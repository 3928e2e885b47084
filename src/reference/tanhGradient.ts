import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const tanhGradient: ReferenceOp<'tanhGradient'> = ({ amplitude, slope }, y, dy) =>
  zip(y, dy, (yValue, dyValue) => ((dyValue * slope) / amplitude) * (amplitude ** 2 - yValue ** 2));
