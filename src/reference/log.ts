import type { ReferenceOp } from './referenceOp';

export const log: ReferenceOp<'log'> = (_, x) => x.map((value) => Math.log(value));
