import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const leakyReluGradient: ReferenceOp<'leakyReluGradient'> = ({ slope }, y, dy) =>
  zip(y, dy, (value, dyValue) => (value > 0 ? dyValue : slope * dyValue));
