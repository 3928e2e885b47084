import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const squaredError: ReferenceOp<'squaredError'> = (_, predictions, targets) =>
  zip(predictions, targets, (prediction, target) => (prediction - target) ** 2);
