import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each value divided by a power of the energy of its neighbours in the channels. */
export const localResponseNormalization: ReferenceOp<'localResponseNormalization'> = (attributes, x) => {
  const { size, k, alpha, beta } = attributes;
  const channels = x.shape.at(-1) ?? 1;
  const y = new Grid(x.shape);
  for (const [place, c] of indices(x.values.length / channels, channels)) {
    let squares = 0;
    for (const d of neighbours(c, size, channels)) squares += x.values[place * channels + d]! ** 2;
    const element = place * channels + c;
    y.values[element] = x.values[element]! / (k + alpha * squares) ** beta;
  }
  return y;
};

/** The channels at most ⌊size/2⌋ away from c, as far as they exist. */
export function neighbours(c: number, size: number, channels: number): readonly number[] {
  const reach = Math.floor(size / 2);
  return Array.from({ length: 2 * reach + 1 }, (_, index) => c - reach + index).filter((d) => d >= 0 && d < channels);
}
