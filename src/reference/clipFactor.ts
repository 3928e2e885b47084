import { Grid } from './grid';
import type { ReferenceOp } from './referenceOp';

export const clipFactor: ReferenceOp<'clipFactor'> = (_, squared, limit) => {
  const norm = Math.sqrt(squared.get());
  // Not a number stays not a number: a diverged run must show.
  return new Grid([], [limit.get() <= 0 || norm <= limit.get() ? 1 : limit.get() / norm]);
};
