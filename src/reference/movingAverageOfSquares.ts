import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const movingAverageOfSquares: ReferenceOp<'movingAverageOfSquares'> = (_, v, g, decay) =>
  zip(v, g, (average, slope) => decay.get() * average + (1 - decay.get()) * slope ** 2);
