import type { ReferenceOp } from './referenceOp';

export const scaleBy: ReferenceOp<'scaleBy'> = (_, x, factor) => x.map((value) => value * factor.get());
