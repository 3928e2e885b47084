/**
 * Which images look alike: the nearest neighbours of one image, and all pairs of two splits that are nearly the same.
 *
 * Picture: an image is a point with as many coordinates as it has bytes, and its neighbours are the points nearest to it in the ordinary
 * (Euclidean) distance. A sum that has already passed the distance of the worst neighbour kept is not added up to its end. To find close
 * pairs among two splits without comparing everything with everything, each image gets a sketch: its mean brightness in at most 4×4
 * blocks, times the root of the block's size. By the inequality of Cauchy and Schwarz two sketches are never further apart than
 * their images, so that a pair whose sketches are too far apart is dropped without looking at it, and none that is close is missed.
 *
 * Distances are given as a root mean square per value, in units of 0 … 255 for bytes: 10 means that values differ by about 10 grey levels.
 *
 * Deliberately not here: equal images (`overlap.ts`), and any likeness but that of pixels at the same place.
 */

import { DataError, type LabelledImages } from './dataSet';
import { createTick } from './tick';

/** Work this long before the event loop gets a turn. */
const TURN_MS = 20;
/** A sum of squares is compared with what is still of use after this many terms. */
const RUN_LENGTH = 64;
const SKETCH_EDGE = 4;

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
  const values = images.pixels;
  const kept: { index: number; squares: number }[] = [];
  let worst = Infinity;
  for (let index = 0; index < images.count; index++) {
    if (index === except) continue;
    const squares = squaresUpTo(query, 0, values, index * size, size, worst);
    if (squares >= worst) continue;
    let place = kept.length;
    while (place > 0 && kept[place - 1]!.squares > squares) place--;
    kept.splice(place, 0, { index, squares });
    if (kept.length > count) kept.pop();
    if (kept.length === count) worst = kept[count - 1]!.squares;
  }
  return kept.map(({ index, squares }) => ({ index, distance: Math.sqrt(squares / size) }));
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
  // Rounding of the sketches must not lose a pair at the very edge.
  const sketchLimit = limit * (1 + 1e-5) + 1e-5;
  const blocks = blocksOf(images);
  const sketched = sketch(images, blocks);
  const others = sketch(among, blocks);
  const byFirst = Uint32Array.from({ length: among.count }, (_, index) => index);
  const first = (index: number): number => others[index * blocks.count]!;
  byFirst.sort((one, other) => first(one) - first(other));
  const sorted = Float64Array.from(byFirst, first);
  const reach = Math.sqrt(sketchLimit);

  const pairs: ClosePair[] = [];
  const tick = createTick();
  try {
    let turnStart = performance.now();
    for (let index = 0; index < images.count; index++) {
      const own = index * blocks.count;
      let best = -1;
      let bestSquares = limit;
      const from = lowerBound(sorted, sketched[own]! - reach);
      for (let place = from; place < sorted.length && sorted[place]! <= sketched[own]! + reach; place++) {
        const other = byFirst[place]!;
        if (isSameSplit && other >= index) continue;
        if (sketchSquares(sketched, own, others, other * blocks.count, blocks.count, sketchLimit) > sketchLimit)
          continue;
        // One more than the limit, so that what lies exactly on it is found.
        const squares = squaresUpTo(images.pixels, index * size, among.pixels, other * size, size, bestSquares + 1);
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

interface Blocks {
  readonly count: number;
  /** Of each value of an image: the number of its block. The first number of a sketch is the whole image, the blocks follow. */
  readonly blockOf: Uint8Array;
  /** One over the root of the number of values. */
  readonly scale: Float64Array;
}

function blocksOf({ shape: [height, width, channels] }: LabelledImages): Blocks {
  const rows = Math.min(SKETCH_EDGE, height);
  const columns = Math.min(SKETCH_EDGE, width);
  const blockOf = new Uint8Array(height * width * channels);
  const sizes = new Float64Array(1 + rows * columns);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = 1 + Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width);
      for (let c = 0; c < channels; c++) {
        blockOf[(y * width + x) * channels + c] = block;
        sizes[block]! += 1;
      }
    }
  }
  sizes[0] = blockOf.length;
  return { count: sizes.length, blockOf, scale: sizes.map((size) => 1 / Math.sqrt(size)) };
}

/** Per image: the scaled sum of all values, then those of the blocks. */
function sketch({ count, pixels }: LabelledImages, { count: numbers, blockOf, scale }: Blocks): Float64Array {
  const out = new Float64Array(count * numbers);
  for (let index = 0; index < count; index++) {
    const own = index * numbers;
    const start = index * blockOf.length;
    for (let at = 0; at < blockOf.length; at++) out[own + blockOf[at]!]! += pixels[start + at]!;
    let whole = 0;
    for (let number = 1; number < numbers; number++) {
      whole += out[own + number]!;
      out[own + number]! *= scale[number]!;
    }
    out[own] = whole * scale[0]!;
  }
  return out;
}

/** Squared distance of two sketches by their blocks alone; the whole image's number is a sum of theirs. */
function sketchSquares(
  one: Float64Array,
  oneStart: number,
  other: Float64Array,
  otherStart: number,
  numbers: number,
  limit: number,
): number {
  let squares = 0;
  for (let number = 1; number < numbers; number++) {
    const difference = one[oneStart + number]! - other[otherStart + number]!;
    squares += difference * difference;
    if (squares > limit) return squares;
  }
  return squares;
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
