import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const reluGradient: ReferenceOp<'reluGradient'> = (_, y, dy) =>
  zip(y, dy, (value, slope) => (value > 0 ? slope : 0));
