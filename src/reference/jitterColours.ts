import { directionOf } from '../tensor/trigonometry';
import { eightNumbers } from './eightNumbers';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** First the light of the whole image, then the colour of each cell. */
export const jitterColours: ReferenceOp<'jitterColours'> = (
  { stream },
  x,
  contrast,
  brightness,
  saturation,
  hue,
  seed,
  step,
) => {
  const [batch, height, width, channels] = x.lengths;
  const y = new Grid(x.shape);
  for (const [n, u] of eightNumbers(batch, seed.get(), stream, step.get()).entries()) {
    const [more, brighter, richer, turned] = [
      contrast.get() * (2 * u[0]! - 1),
      brightness.get() * (2 * u[1]! - 1),
      1 + saturation.get() * (2 * u[2]! - 1),
      directionOf(channels === 3 ? hue.get() * (2 * u[3]! - 1) : 0),
    ];
    let mean = 0;
    for (const [i, j, c] of indices(height, width, channels)) mean += x.get(n, i, j, c);
    mean /= height * width * channels;
    for (const [i, j] of indices(height, width)) {
      const light = Array.from({ length: channels }, (_, c) => {
        const value = x.get(n, i, j, c);
        return value + more * (value - mean) + brighter;
      });
      const grey = light.reduce((sum, value) => sum + value, 0) / channels;
      const away = light.map((value) => value - grey);
      for (const [c] of indices(channels)) {
        // The cross product of (1,1,1)/√3 and the cell's distance from grey.
        const across = (away[(c + 2) % channels]! - away[(c + 1) % channels]!) / Math.sqrt(3);
        const colour = turned.cosine * away[c]! + (channels === 3 ? turned.sine * across : 0);
        y.set(light[c]! + (richer * colour - away[c]!), n, i, j, c);
      }
    }
  }
  return y;
};
