import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Every place of a channel used the one bias, so their gradients add up. */
export const biasGradient: ReferenceOp<'biasGradient'> = (_, dy) => {
  const channels = dy.shape.at(-1) ?? 1;
  const places = dy.values.length / channels;
  const db = new Grid([channels]);
  for (const [place, c] of indices(places, channels)) {
    db.add(dy.values[place * channels + c]!, c);
  }
  return db;
};
