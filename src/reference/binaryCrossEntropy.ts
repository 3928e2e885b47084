import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

/** −t · ln σ(x) − (1 − t) · ln(1 − σ(x)), written so that no exponential overflows. */
export const binaryCrossEntropy: ReferenceOp<'binaryCrossEntropy'> = (_, logits, targets) =>
  zip(logits, targets, (x, target) => Math.max(x, 0) - x * target + Math.log1p(Math.exp(-Math.abs(x))));
