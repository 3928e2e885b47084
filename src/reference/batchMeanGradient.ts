import { sizeOf } from '../tensor/shape';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Every place of a channel had an equal share in its mean. */
export const batchMeanGradient: ReferenceOp<'batchMeanGradient'> = ({ shape }, dm) => {
  const channels = dm.values.length;
  const places = sizeOf(shape) / channels;
  const dx = new Grid(shape);
  for (const [place, c] of indices(places, channels)) {
    dx.values[place * channels + c] = dm.get(c) / places;
  }
  return dx;
};
