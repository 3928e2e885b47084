import type { ReferenceOp } from './referenceOp';

export const power: ReferenceOp<'power'> = ({ exponent }, x) => x.map((value) => value ** exponent);
