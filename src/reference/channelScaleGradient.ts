import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Every place of a channel used the one factor: gradient there times value there, added up. */
export const channelScaleGradient: ReferenceOp<'channelScaleGradient'> = (_, x, dy) => {
  const channels = x.shape.at(-1) ?? 1;
  const places = x.values.length / channels;
  const ds = new Grid([channels]);
  for (const [place, c] of indices(places, channels)) {
    const element = place * channels + c;
    ds.add(x.values[element]! * dy.values[element]!, c);
  }
  return ds;
};
