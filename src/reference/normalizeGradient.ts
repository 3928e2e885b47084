import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** With the statistics held fixed, a channel is only stretched, and so is its gradient. */
export const normalizeGradient: ReferenceOp<'normalizeGradient'> = ({ epsilon }, variance, scale, dy) => {
  const channels = scale.values.length;
  const places = dy.values.length / channels;
  const dx = new Grid(dy.shape);
  for (const [place, c] of indices(places, channels)) {
    const element = place * channels + c;
    dx.values[element] = (dy.values[element]! * scale.get(c)) / Math.sqrt(variance.get(c) + epsilon);
  }
  return dx;
};
