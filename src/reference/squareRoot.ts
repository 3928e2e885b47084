import type { ReferenceOp } from './referenceOp';

export const squareRoot: ReferenceOp<'squareRoot'> = (_, x) => x.map((value) => Math.sqrt(value));
