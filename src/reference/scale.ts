import type { ReferenceOp } from './referenceOp';

export const scale: ReferenceOp<'scale'> = ({ factor }, x) => x.map((value) => factor * value);
