import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Distance from the channel's mean, in standard deviations, then stretched and shifted as learned. */
export const normalize: ReferenceOp<'normalize'> = ({ epsilon }, x, mean, variance, scale, shift) => {
  const channels = mean.values.length;
  const places = x.values.length / channels;
  const y = new Grid(x.shape);
  for (const [place, c] of indices(places, channels)) {
    const element = place * channels + c;
    const normalized = (x.values[element]! - mean.get(c)) / Math.sqrt(variance.get(c) + epsilon);
    y.values[element] = scale.get(c) * normalized + shift.get(c);
  }
  return y;
};
