import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Every place of a channel used the same four numbers, so what each place says about them is added up. */
export const normalizeStatisticsGradient: ReferenceOp<'normalizeStatisticsGradient'> = (
  { epsilon, of },
  x,
  mean,
  variance,
  scale,
  dy,
) => {
  const channels = mean.values.length;
  const places = x.values.length / channels;
  const result = new Grid([channels]);
  for (const [place, c] of indices(places, channels)) {
    const element = place * channels + c;
    const deviation = Math.sqrt(variance.get(c) + epsilon);
    const normalized = (x.values[element]! - mean.get(c)) / deviation;
    const slope = {
      shift: 1,
      scale: normalized,
      mean: -scale.get(c) / deviation,
      variance: (-scale.get(c) * normalized) / (2 * deviation * deviation),
    }[of];
    result.add(dy.values[element]! * slope, c);
  }
  return result;
};
