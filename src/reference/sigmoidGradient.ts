import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const sigmoidGradient: ReferenceOp<'sigmoidGradient'> = (_, y, dy) =>
  zip(y, dy, (value, slope) => slope * value * (1 - value));
