import type { ReferenceOp } from './referenceOp';

export const relu: ReferenceOp<'relu'> = (_, x) => x.map((value) => Math.max(0, value));
