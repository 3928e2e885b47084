import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Every place of a channel is multiplied by the channel's factor. */
export const channelScale: ReferenceOp<'channelScale'> = (_, x, s) => {
  const channels = s.values.length;
  const places = x.values.length / channels;
  const y = new Grid(x.shape);
  for (const [place, c] of indices(places, channels)) {
    const element = place * channels + c;
    y.values[element] = x.values[element]! * s.get(c);
  }
  return y;
};
