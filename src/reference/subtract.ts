import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const subtract: ReferenceOp<'subtract'> = (_, a, b) => zip(a, b, (aValue, bValue) => aValue - bValue);
