import type { ReferenceOp } from './referenceOp';

export const tanh: ReferenceOp<'tanh'> = ({ amplitude, slope }, x) =>
  x.map((value) => amplitude * Math.tanh(slope * value));
