import { Grid, indices } from './grid';
import { statisticsOfPlace } from './layerNormalization';
import type { ReferenceOp } from './referenceOp';

/** What would move the mean or the variance of a place's channels is taken out of the gradient: both are fixed. */
export const layerNormalizationGradient: ReferenceOp<'layerNormalizationGradient'> = ({ epsilon }, x, dy) => {
  const channels = x.shape.at(-1) ?? 1;
  const dx = new Grid(x.shape);
  for (const [place] of indices(x.values.length / channels)) {
    const { values, mean, deviation } = statisticsOfPlace(x, place, channels, epsilon);
    const normalized = values.map((value) => (value - mean) / deviation);
    const slopes = dy.values.slice(place * channels, (place + 1) * channels);
    const meanSlope = slopes.reduce((sum, slope) => sum + slope, 0) / channels;
    const meanProduct = slopes.reduce((sum, slope, c) => sum + slope * normalized[c]!, 0) / channels;
    slopes.forEach((slope, c) => {
      dx.values[place * channels + c] = (slope - meanSlope - normalized[c]! * meanProduct) / deviation;
    });
  }
  return dx;
};
