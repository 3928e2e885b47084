import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The old velocity, a little slower, pushed by the new gradient. */
export const momentum: ReferenceOp<'momentum'> = (_, v, g, decay) =>
  zip(v, g, (velocity, slope) => decay.get() * velocity + slope);
