import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const multiply: ReferenceOp<'multiply'> = (_, a, b) => zip(a, b, (aValue, bValue) => aValue * bValue);
