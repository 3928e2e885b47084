import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

/** One step downhill. */
export const sgdUpdate: ReferenceOp<'sgdUpdate'> = (_, p, direction, learningRate) =>
  zip(p, direction, (value, slope) => value - learningRate.get() * slope);
