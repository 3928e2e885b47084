import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const penalize: ReferenceOp<'penalize'> = (_, g, p, l1, l2) =>
  zip(g, p, (slope, value) => slope + l1.get() * Math.sign(value) + l2.get() * value);
