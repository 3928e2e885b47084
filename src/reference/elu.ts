import type { ReferenceOp } from './referenceOp';

export const elu: ReferenceOp<'elu'> = ({ alpha }, x) =>
  x.map((value) => (value > 0 ? value : alpha * Math.expm1(value)));
