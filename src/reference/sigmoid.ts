import type { ReferenceOp } from './referenceOp';

export const sigmoid: ReferenceOp<'sigmoid'> = (_, x) => x.map((value) => 1 / (1 + Math.exp(-value)));
