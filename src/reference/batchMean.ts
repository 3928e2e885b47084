import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The mean of each channel over all of its places, in batch and space. */
export const batchMean: ReferenceOp<'batchMean'> = (_, x) => {
  const channels = x.shape.at(-1) ?? 1;
  const places = x.values.length / channels;
  const mean = new Grid([channels]);
  for (const [place, c] of indices(places, channels)) {
    mean.add(x.values[place * channels + c]! / places, c);
  }
  return mean;
};
