/**
 * Which images look alike: the nearest neighbours of one image, and all pairs of two splits that are nearly the same.
 *
 * Picture: an image is a point with as many coordinates as it has bytes, and its neighbours are the points nearest to it in the ordinary
 * (Euclidean) distance. Most images are dropped by their sketches (`sketch.ts`), which are never further apart than the images are.
 *
 * Distances are given as a root mean square per value, in units of 0 … 255 for bytes (10 means that values differ by about 10 grey levels),
 * in units of the numbers themselves for a set of numbers.
 *
 * Deliberately not here: equal images (`overlap.ts`), and any likeness but that of pixels at the same place.
 */

import { DataError, valuesOf, type LabelledImages } from './dataSet';
import { sketchOne, sketchSquares, sketchesOf } from './sketch';
import { createTick } from './tick';

/** Work this long before the event loop gets a turn. */
const TURN_MS = 20;
/** A sum of squares is compared with what is still of use after this many terms. */
const RUN_LENGTH = 64;
/**
 * What the rounding of sketches may amount to, so that no pair at the very edge is lost: nothing for bytes; 32-bit numbers that differ, differ by
 * 6·10⁻⁸ of themselves or more, and sums of them are known to 10⁻¹⁵.
 */
const ROUNDING = 1 + 1e-6;
/** So many times the neighbours wanted are looked at first. */
const FIRST_LOOK = 8;
const SAMPLE = 2000;

export interface Neighbour {
  readonly index: number;
  /** Root mean square of the differences, per value. */
  readonly distance: number;
}

/**
 * The `count` images of `images` nearest to the one whose values are given, nearest first; of images at the same distance the earlier one
 * comes first.
 *
 * @param except an index that is passed over: the image itself
 * @throws DataError when the image is of another size
 */
export function nearest(
  query: ArrayLike<number>,
  images: LabelledImages,
  count: number,
  except: number | null = null,
): readonly Neighbour[] {
  const size = sizeOf(images);
  if (query.length !== size) {
    throw new DataError(
      `Neighbours of an image with ${query.length} values were asked for among images with ${size}. Choose an image of the same set.`,
    );
  }
  const { blocks, numbers } = sketchesOf(images);
  const own = new Float64Array(blocks.count);
  sketchOne(query, 0, blocks, own, 0);
  const bounds = new Float64Array(images.count);
  for (let index = 0; index < images.count; index++) {
    bounds[index] = sketchSquares(own, 0, numbers, index * blocks.count, blocks.count, Infinity);
  }
  const kept: { index: number; squares: number }[] = [];
  let worst = Infinity;
  const values = valuesOf(images);
  const consider = (index: number): void => {
    if (index === except || kept.some((known) => known.index === index)) return;
    const squares = squaresUpTo(query, 0, values, index * size, size, worst + 1);
    let place = kept.length;
    while (place > 0 && isNearer({ index, squares }, kept[place - 1]!)) place--;
    kept.splice(place, 0, { index, squares });
    if (kept.length > count) kept.pop();
    if (kept.length === count) worst = kept[count - 1]!.squares;
  };
  // Those with the nearest sketches first: after them almost every other sketch is too far away.
  for (const index of smallest(bounds, FIRST_LOOK * count)) consider(index);
  for (let index = 0; index < images.count; index++) if (bounds[index]! <= worst * ROUNDING) consider(index);
  return kept.map(({ index, squares }) => ({ index, distance: Math.sqrt(squares / size) }));
}

function isNearer(
  one: { readonly index: number; readonly squares: number },
  other: { readonly index: number; readonly squares: number },
): boolean {
  return one.squares < other.squares || (one.squares === other.squares && one.index < other.index);
}

/** Indices of about `count` of the smallest values: a few more where the limit, taken from a sample, lets them through. */
function smallest(values: Float64Array, count: number): readonly number[] {
  const every = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = values.filter((_, index) => index % every === 0).sort();
  const limit =
    sample[Math.min(sample.length - 1, Math.ceil((count * sample.length) / Math.max(1, values.length)))] ?? 0;
  const found: number[] = [];
  for (let index = 0; index < values.length; index++) if (values[index]! <= limit) found.push(index);
  return found.sort((one, other) => values[one]! - values[other]!);
}

function sizeOf({ shape }: LabelledImages): number {
  return shape[0] * shape[1] * shape[2];
}

/** Sum of squared differences, or some number of at least `limit` as soon as it cannot be below. */
function squaresUpTo(
  one: ArrayLike<number>,
  oneStart: number,
  other: ArrayLike<number>,
  otherStart: number,
  size: number,
  limit: number,
): number {
  let squares = 0;
  for (let start = 0; start < size; start += RUN_LENGTH) {
    const end = Math.min(size, start + RUN_LENGTH);
    for (let at = start; at < end; at++) {
      const difference = one[oneStart + at]! - other[otherStart + at]!;
      squares += difference * difference;
    }
    if (squares >= limit) return squares;
  }
  return squares;
}

// ── Pairs of two splits ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface ClosePair {
  /** Index in the split that was searched for. */
  readonly index: number;
  /** Index of the image nearest to it in the split that was searched in. */
  readonly nearest: number;
  readonly distance: number;
}

export interface CloseSearch {
  /** For each of these images … */
  readonly images: LabelledImages;
  /** … the nearest of those, … */
  readonly among: LabelledImages;
  /** … if it is at most so far away (root mean square per value). */
  readonly distance: number;
  /** Both are the same split: an image is not its own neighbour, and each pair is named once, by its later image. */
  readonly isSameSplit?: boolean;
}

/**
 * Every image that has a near twin, with the nearest one, in the order of their distance. Exact: nothing closer is missed.
 *
 * @param onProgress images done and in all, after each turn
 * @param signal ends the search with the signal's reason
 * @throws DataError when the images are of different sizes or the distance is none
 */
export async function findClosePairs(
  { images, among, distance, isSameSplit = false }: CloseSearch,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<readonly ClosePair[]> {
  const size = sizeOf(images);
  if (images.shape.join() !== among.shape.join()) {
    throw new DataError(
      `Images of ${images.shape.join(' × ')} cannot be compared with images of ${among.shape.join(' × ')}. Choose two splits of one set.`,
    );
  }
  if (!(distance >= 0 && distance < Infinity)) {
    throw new DataError(
      `The greatest distance of a near duplicate must be 0 or more, found ${distance}. Choose 10 if in doubt.`,
    );
  }
  signal?.throwIfAborted();
  const limit = distance * distance * size;
  const sketchLimit = limit * ROUNDING;
  const reach = Math.sqrt(sketchLimit);
  const { blocks, numbers: sketched } = sketchesOf(images);
  const others = sketchesOf(among);
  // In the order of the whole image's sum, so that what may be close lies in one stretch, read from its beginning to its end.
  const order = Uint32Array.from({ length: among.count }, (_, index) => index);
  order.sort((one, other) => others.numbers[one * blocks.count]! - others.numbers[other * blocks.count]!);
  const inOrder = new Float64Array(others.numbers.length);
  order.forEach((index, place) => {
    inOrder.set(others.numbers.subarray(index * blocks.count, (index + 1) * blocks.count), place * blocks.count);
  });
  const sums = Float64Array.from(order, (_, place) => inOrder[place * blocks.count]!);

  const [values, otherValues] = [valuesOf(images), valuesOf(among)];
  const pairs: ClosePair[] = [];
  const tick = createTick();
  try {
    let turnStart = performance.now();
    for (let index = 0; index < images.count; index++) {
      const own = index * blocks.count;
      let best = -1;
      let bestSquares = limit;
      const sum = sketched[own]!;
      const slack = (ROUNDING - 1) * (1 + Math.abs(sum));
      const from = lowerBound(sums, sum - reach - slack);
      const to = lowerBound(sums, sum + reach + slack);
      for (let place = from; place < to; place++) {
        const start = place * blocks.count;
        if (sketchSquares(sketched, own, inOrder, start, blocks.count, sketchLimit) > sketchLimit) continue;
        const other = order[place]!;
        if (isSameSplit && other >= index) continue;
        // One more than the limit, so that what lies exactly on it is found.
        const squares = squaresUpTo(values, index * size, otherValues, other * size, size, bestSquares + 1);
        if (squares > bestSquares || (squares === bestSquares && best >= 0 && other > best)) continue;
        best = other;
        bestSquares = squares;
      }
      if (best >= 0) pairs.push({ index, nearest: best, distance: Math.sqrt(bestSquares / size) });
      if (performance.now() - turnStart >= TURN_MS) {
        onProgress?.(index + 1, images.count);
        await tick.next();
        signal?.throwIfAborted();
        turnStart = performance.now();
      }
    }
  } finally {
    tick.close();
  }
  onProgress?.(images.count, images.count);
  return pairs.sort((one, other) => one.distance - other.distance || one.index - other.index);
}

/** The first place whose value is at least `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
