import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const add: ReferenceOp<'add'> = (_, a, b) => zip(a, b, (aValue, bValue) => aValue + bValue);
