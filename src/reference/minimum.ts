import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const minimum: ReferenceOp<'minimum'> = (_, a, b) => zip(a, b, Math.min);
