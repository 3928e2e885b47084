import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const eluGradient: ReferenceOp<'eluGradient'> = ({ alpha }, y, dy) =>
  zip(y, dy, (value, slope) => (value > 0 ? slope : slope * (value + alpha)));
