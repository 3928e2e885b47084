import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const divide: ReferenceOp<'divide'> = (_, a, b) => zip(a, b, (aValue, bValue) => aValue / bValue);
