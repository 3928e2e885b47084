import { GELU_CUBIC, GELU_SLOPE } from '../graph/geluConstants';
import type { ReferenceOp } from './referenceOp';

export const gelu: ReferenceOp<'gelu'> = (_, x) =>
  x.map((value) => {
    const t = Math.tanh(GELU_SLOPE * (value + GELU_CUBIC * value ** 3));
    return (value * (1 + t)) / 2;
  });
