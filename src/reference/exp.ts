import type { ReferenceOp } from './referenceOp';

export const exp: ReferenceOp<'exp'> = (_, x) => x.map((value) => Math.exp(value));
