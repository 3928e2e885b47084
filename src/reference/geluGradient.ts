import { GELU_CUBIC, GELU_SLOPE } from '../graph/geluConstants';
import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const geluGradient: ReferenceOp<'geluGradient'> = (_, x, dy) =>
  zip(x, dy, (value, dyValue) => {
    const t = Math.tanh(GELU_SLOPE * (value + GELU_CUBIC * value ** 3));
    const slopeOfT = (1 - t * t) * GELU_SLOPE * (1 + 3 * GELU_CUBIC * value ** 2);
    return (dyValue * (1 + t + value * slopeOfT)) / 2;
  });
