import { batchMean } from './batchMean';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The further a value lies from the mean, the more it moves the variance. */
export const batchVarianceGradient: ReferenceOp<'batchVarianceGradient'> = (_, x, dv) => {
  const mean = batchMean({}, x);
  const channels = mean.values.length;
  const places = x.values.length / channels;
  const dx = new Grid(x.shape);
  for (const [place, c] of indices(places, channels)) {
    const element = place * channels + c;
    dx.values[element] = (2 / places) * (x.values[element]! - mean.get(c)) * dv.get(c);
  }
  return dx;
};
