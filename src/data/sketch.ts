/**
 * A sketch of an image: its sums over at most 4×4 blocks, each divided by the root of the block's size.
 *
 * Picture: the difference of two images, averaged over blocks, can only become smaller. By the inequality of Cauchy and Schwarz two sketches
 * are never further apart than their images, so that a search may drop an image whose sketch is too far away without looking at it, and
 * misses none that is near. Sketches are made once for a split and remembered with it.
 */

import type { StoredValues } from '../tensor/shape';
import { valuesOf, type LabelledImages } from './dataSet';

const SKETCH_EDGE = 4;

export interface Blocks {
  /** Numbers of a sketch: the whole image, then its blocks. */
  readonly count: number;
  /** Of each value of an image: the number of its block. */
  readonly blockOf: Uint8Array;
  /** One over the root of the number of values. */
  readonly scale: Float64Array;
}
export interface Sketches {
  readonly blocks: Blocks;
  readonly numbers: Float64Array;
}

const sketches = new WeakMap<StoredValues, Sketches>();

export function sketchesOf(images: LabelledImages): Sketches {
  const values = valuesOf(images);
  const known = sketches.get(values);
  if (known !== undefined) return known;
  const blocks = blocksOf(images);
  const numbers = new Float64Array(images.count * blocks.count);
  for (let index = 0; index < images.count; index++) {
    sketchOne(values, index * blocks.blockOf.length, blocks, numbers, index * blocks.count);
  }
  const made = { blocks, numbers };
  sketches.set(values, made);
  return made;
}

/** The middle comes first, where pictures differ most. */
function blocksOf({ shape: [height, width, channels] }: LabelledImages): Blocks {
  const rows = Math.min(SKETCH_EDGE, height);
  const columns = Math.min(SKETCH_EDGE, width);
  const fromMiddle = (block: number): number =>
    Math.abs(Math.floor(block / columns) - (rows - 1) / 2) + Math.abs((block % columns) - (columns - 1) / 2);
  const order = Array.from({ length: rows * columns }, (_, block) => block).sort(
    (one, other) => fromMiddle(one) - fromMiddle(other) || one - other,
  );
  const numberOf = new Uint8Array(rows * columns);
  order.forEach((block, place) => (numberOf[block] = 1 + place));
  const blockOf = new Uint8Array(height * width * channels);
  const sizes = new Float64Array(1 + rows * columns);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = numberOf[Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width)]!;
      blockOf.fill(block, (y * width + x) * channels, (y * width + x + 1) * channels);
      sizes[block]! += channels;
    }
  }
  sizes[0] = blockOf.length;
  return { count: sizes.length, blockOf, scale: sizes.map((size) => 1 / Math.sqrt(size)) };
}

export function sketchOne(
  values: ArrayLike<number>,
  start: number,
  { count, blockOf, scale }: Blocks,
  out: Float64Array,
  outStart: number,
): void {
  for (let at = 0; at < blockOf.length; at++) out[outStart + blockOf[at]!]! += values[start + at]!;
  let whole = 0;
  for (let number = 1; number < count; number++) {
    whole += out[outStart + number]!;
    out[outStart + number]! *= scale[number]!;
  }
  out[outStart] = whole * scale[0]!;
}

/** Squared distance of two sketches by their blocks alone; the whole image's number is a sum of theirs. */
export function sketchSquares(
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
