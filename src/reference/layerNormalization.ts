import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each place's channels, moved to mean 0 and variance 1. */
export const layerNormalization: ReferenceOp<'layerNormalization'> = ({ epsilon }, x) => {
  const channels = x.shape.at(-1) ?? 1;
  const y = new Grid(x.shape);
  for (const [place] of indices(x.values.length / channels)) {
    const { values, mean, deviation } = statisticsOfPlace(x, place, channels, epsilon);
    values.forEach((value, c) => (y.values[place * channels + c] = (value - mean) / deviation));
  }
  return y;
};

/** The channels at one place, their mean, and √(variance + ε). */
export function statisticsOfPlace(x: Grid, place: number, channels: number, epsilon: number) {
  const values = x.values.slice(place * channels, (place + 1) * channels);
  const mean = values.reduce((sum, value) => sum + value, 0) / channels;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / channels;
  return { values, mean, deviation: Math.sqrt(variance + epsilon) };
}
