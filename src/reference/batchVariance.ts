import { batchMean } from './batchMean';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The mean squared distance of a channel's values from their mean. */
export const batchVariance: ReferenceOp<'batchVariance'> = (_, x) => {
  const mean = batchMean({}, x);
  const channels = mean.values.length;
  const places = x.values.length / channels;
  const variance = new Grid([channels]);
  for (const [place, c] of indices(places, channels)) {
    const distance = x.values[place * channels + c]! - mean.get(c);
    variance.add((distance * distance) / places, c);
  }
  return variance;
};
