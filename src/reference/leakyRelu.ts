import type { ReferenceOp } from './referenceOp';

export const leakyRelu: ReferenceOp<'leakyRelu'> = ({ slope }, x) =>
  x.map((value) => (value > 0 ? value : slope * value));
