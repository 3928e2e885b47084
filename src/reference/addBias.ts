import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The same number is added to every place of a channel. Channels are the last axis, so they run fastest. */
export const addBias: ReferenceOp<'addBias'> = (_, x, b) => {
  const channels = b.values.length;
  const places = x.values.length / channels;
  const y = new Grid(x.shape);
  for (const [place, c] of indices(places, channels)) {
    const element = place * channels + c;
    y.values[element] = x.values[element]! + b.get(c);
  }
  return y;
};
