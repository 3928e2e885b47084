import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const movingAverage: ReferenceOp<'movingAverage'> = (_, m, g, decay) =>
  zip(m, g, (average, slope) => decay.get() * average + (1 - decay.get()) * slope);
