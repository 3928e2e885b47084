/**
 * *Planes*: points in the plane that belong to classes, made by the book itself: what a network of a few units can be watched on, because
 * the whole input space fits into one picture. A point is an image of 1 × 1 cells with two channels, x and y, as numbers, not bytes.
 *
 * Picture: all kinds fill about the square from −1 to 1, y upwards. Each point is drawn from its class's exact figure and then pushed
 * by `noise`: a bell-shaped number of that deviation on either coordinate.
 *
 * Guaranteed: the same seed gives the same numbers in every JavaScript engine (only + − × ÷ √ and the house's own trigonometry on
 * numbers of the counter-based source); point k of a split depends on kind, noise, seed, split and k alone.
 */

import { randomStream, type RandomStream } from '../../tensor/random';
import { directionOf } from '../../tensor/trigonometry';
import {
  countsOf,
  DataError,
  dataSetTitles,
  imageShapes,
  type DataSet,
  type DataSetOffer,
  type SplitName,
} from '../dataSet';
import { generateSplits, type ImageMaker } from '../generateSplits';
import { measureNormalization } from '../normalization';

export const planeKinds = ['circles', 'moons', 'spirals', 'xor', 'gaussians', 'checkerboard'] as const;
export type PlaneKind = (typeof planeKinds)[number];

type Point = readonly [x: number, y: number];

interface Plane {
  readonly classes: readonly string[];
  /** In words. */
  readonly figure: string;
  /** Unless another is asked for. */
  readonly noise: number;
  /** A point of this class before any noise. */
  draw(label: number, random: RandomStream): Point;
}

/** At `degrees` from the x axis, counter-clockwise, this far from the middle. */
function polar(radius: number, degrees: number): Point {
  const { cosine, sine } = directionOf(degrees);
  return [radius * cosine, radius * sine];
}

function between(random: RandomStream, from: number, to: number): number {
  return from + (to - from) * random.uniform();
}

/** Fields per side of the checkerboard. */
const FIELDS = 4;

export const planes: { readonly [K in PlaneKind]: Plane } = {
  circles: {
    classes: ['inner', 'outer'],
    figure: 'a circle of radius 0.4 in one of radius 0.9',
    noise: 0.08,
    draw: (label, random) => polar(label === 0 ? 0.4 : 0.9, 360 * random.uniform()),
  },
  moons: {
    classes: ['upper', 'lower'],
    figure: 'two half circles of radius 0.6, each with an end in the middle of the other',
    noise: 0.08,
    draw(label, random) {
      const [x, y] = polar(0.6, 180 * random.uniform());
      return label === 0 ? [x - 0.3, y - 0.15] : [0.3 - x, 0.15 - y];
    },
  },
  spirals: {
    classes: ['first arm', 'second arm'],
    figure: 'two arms that wind once and a half around the middle, half a turn apart',
    noise: 0.03,
    draw(label, random) {
      // The root spreads the points evenly along the arm, which grows longer with each turn.
      const way = Math.sqrt(random.uniform());
      return polar(0.08 + 0.9 * way, 540 * way + 180 * label);
    },
  },
  xor: {
    classes: ['signs alike', 'signs differ'],
    figure: 'the quarters of a square, two opposite ones to a class (exclusive or)',
    noise: 0.06,
    draw(label, random) {
      const [x, y] = [between(random, 0.05, 1), between(random, 0.05, 1)];
      const flip = random.uniform() < 0.5 ? 1 : -1;
      return [flip * x, flip * (label === 0 ? y : -y)];
    },
  },
  gaussians: {
    classes: ['A', 'B', 'C'],
    figure: 'three bell-shaped clouds, whose centres are the corners of a triangle',
    noise: 0.2,
    draw: (label) => polar(0.6, 90 + 120 * label),
  },
  checkerboard: {
    classes: ['dark', 'light'],
    figure: `${FIELDS} × ${FIELDS} fields of a checkerboard`,
    noise: 0,
    draw(label, random) {
      const row = random.integer(FIELDS);
      // Every second field of the row; lower left is dark.
      const column = 2 * random.integer(FIELDS / 2) + ((row + label) % 2);
      const size = 2 / FIELDS;
      return [(column + random.uniform()) * size - 1, (row + random.uniform()) * size - 1];
    },
  },
};

const counts = { train: 2_000, validation: 500, test: 1_000 } as const;

export const planeOffers = Object.fromEntries(
  planeKinds.map((kind) => {
    const id = `planes-${kind}` as const;
    const offer: DataSetOffer = {
      id,
      title: dataSetTitles[id],
      origin: 'generated',
      classes: planes[kind].classes,
      shape: imageShapes[id],
      values: 'numbers',
      counts,
    };
    return [kind, offer];
  }),
) as { readonly [K in PlaneKind]: DataSetOffer };

/** A seed, and how many points of each split. */
export interface PlanesRequest extends Readonly<Record<SplitName, number>> {
  readonly kind: PlaneKind;
  readonly seed: number;
  /** Deviation of what is added to either coordinate, 0 … 1; the kind's own when left out. */
  readonly noise?: number;
}

const LARGEST_NOISE = 1;

/**
 * @param onProgress called after each turn with points done and in all
 * @param signal ends the work with the signal's reason
 * @throws DataError when the noise is not from 0 to 1, or a number of points is not a whole number from 1 to 200,000
 */
export async function generatePlanes(
  request: PlanesRequest,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<DataSet> {
  const { kind, seed, noise } = request;
  const offer = planeOffers[kind];
  const splits = await generateSplits(
    {
      title: offer.title,
      counts: request,
      shape: offer.shape,
      values: 'numbers',
      makerFor: (split) => createPointMaker(kind, seed, split, noise),
    },
    onProgress,
    signal,
  );
  return {
    info: { ...offer, counts: countsOf(splits), normalization: measureNormalization(splits.train) },
    ...splits,
  };
}

/**
 * Draws single points: two numbers each.
 *
 * @throws DataError when the noise is not from 0 to 1
 */
export function createPointMaker(
  kind: PlaneKind,
  seed: number,
  split: SplitName,
  noise: number = planes[kind].noise,
): ImageMaker<Float32Array> {
  if (!(noise >= 0 && noise <= LARGEST_NOISE)) {
    throw new DataError(
      `${planeOffers[kind].title}: the noise is to be a number from 0 to ${LARGEST_NOISE}, found ${noise}. Choose another.`,
    );
  }
  const plane = planes[kind];
  const stream = randomStream(seed, `planes/${kind}/${split}`);
  return {
    make(index, out, start) {
      const random = stream.at(index);
      const label = random.integer(plane.classes.length);
      const [x, y] = plane.draw(label, random);
      out[start] = x + noise * random.bell();
      out[start + 1] = y + noise * random.bell();
      return label;
    },
  };
}
