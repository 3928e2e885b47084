import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const maximum: ReferenceOp<'maximum'> = (_, a, b) => zip(a, b, Math.max);
