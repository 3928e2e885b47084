/**
 * Surfaces over the plane, for regression: a number z for each point (x, y) of the square from −1 to 1, by a formula that a reader can
 * check, and samples of it with noise.
 *
 * The formulas use + − × ÷ √ and the house's trigonometry alone, so that the numbers are the same in every JavaScript engine.
 */

import { randomStream } from '../../tensor/random';
import { directionOf } from '../../tensor/trigonometry';
import { DataError } from '../dataSet';

export const surfaceNames = ['ramp', 'saddle', 'hill', 'two-hills', 'waves', 'ring', 'step'] as const;
export type SurfaceName = (typeof surfaceNames)[number];

export interface Surface {
  readonly title: string;
  /** In TeX. */
  readonly formula: string;
  /** About −1 to 1. */
  valueAt(x: number, y: number): number;
}

/** A hill of height 1 with its top at (a, b), half as high at the distance `width`. */
function hillAt(x: number, y: number, a: number, b: number, width: number): number {
  const [u, v] = [(x - a) / width, (y - b) / width];
  return 1 / (1 + u * u + v * v);
}

export const surfaces: { readonly [K in SurfaceName]: Surface } = {
  ramp: {
    title: 'Ramp',
    formula: String.raw`z = \tfrac12 x + \tfrac14 y`,
    valueAt: (x, y) => 0.5 * x + 0.25 * y,
  },
  saddle: {
    title: 'Saddle',
    formula: String.raw`z = x^2 - y^2`,
    valueAt: (x, y) => x * x - y * y,
  },
  hill: {
    title: 'Hill',
    formula: String.raw`z = \frac{1}{1 + (x^2 + y^2) / 0.4^2}`,
    valueAt: (x, y) => hillAt(x, y, 0, 0, 0.4),
  },
  'two-hills': {
    title: 'Hill and hollow',
    formula: String.raw`z = \frac{1}{1 + ((x + \frac12)^2 + y^2) / 0.3^2} - \frac{1}{1 + ((x - \frac12)^2 + y^2) / 0.3^2}`,
    valueAt: (x, y) => hillAt(x, y, -0.5, 0, 0.3) - hillAt(x, y, 0.5, 0, 0.3),
  },
  waves: {
    title: 'Waves',
    formula: String.raw`z = \sin(360^\circ x) \cos(180^\circ y)`,
    valueAt: (x, y) => directionOf(360 * x).sine * directionOf(180 * y).cosine,
  },
  ring: {
    title: 'Ring wave',
    formula: String.raw`z = \cos(540^\circ \sqrt{x^2 + y^2})`,
    valueAt: (x, y) => directionOf(540 * Math.sqrt(x * x + y * y)).cosine,
  },
  step: {
    title: 'Step',
    formula: String.raw`z = 1 \text{ where } x + y > 0, \text{ else } 0`,
    valueAt: (x, y) => (x + y > 0 ? 1 : 0),
  },
};

export interface SurfaceSamples {
  readonly count: number;
  /** [count, 2]: x and y. */
  readonly points: Float32Array;
  /** [count]: z with its noise. */
  readonly targets: Float32Array;
}

const MOST_SAMPLES = 200_000;

/**
 * Points spread evenly at random over the square, each with its height. Sample k depends on surface, seed, noise and k alone.
 *
 * @param noise deviation of what is added to z, 0 or more
 * @throws DataError when the count is not a whole number from 1 to 200,000 or the noise is negative
 */
export function sampleSurface({
  name,
  seed,
  count,
  noise = 0,
}: {
  readonly name: SurfaceName;
  readonly seed: number;
  readonly count: number;
  readonly noise?: number;
}): SurfaceSamples {
  const surface = surfaces[name];
  const { title } = surface;
  if (!(Number.isInteger(count) && count >= 1 && count <= MOST_SAMPLES)) {
    throw new DataError(
      `${title}: the number of samples is to be a whole number from 1 to 200,000, found ${count}. Choose another.`,
    );
  }
  if (!(noise >= 0 && Number.isFinite(noise))) {
    throw new DataError(`${title}: the noise is to be a number, 0 or more, found ${noise}. Choose another.`);
  }
  const stream = randomStream(seed, `surfaces/${name}`);
  const points = new Float32Array(2 * count);
  const targets = new Float32Array(count);
  for (let k = 0; k < count; k++) {
    const random = stream.at(k);
    // As they are stored, so that z is the height of this very point.
    const x = Math.fround(2 * random.uniform() - 1);
    const y = Math.fround(2 * random.uniform() - 1);
    points[2 * k] = x;
    points[2 * k + 1] = y;
    targets[k] = surface.valueAt(x, y) + noise * random.bell();
  }
  return { count, points, targets };
}
