/**
 * The strokes of `digitStrokes.ts`, read once into arrays, and the choice of a style by chance.
 */

import type { RandomStream } from '../tensor/random';
import { styleFamilies, type StyleFamily } from './digitStrokes';

export const DIGITS = 10;

export interface Skeleton {
  readonly weight: number;
  /** Per variant: x, y of all points in turn, in units of the digit's height. */
  readonly variants: readonly Float64Array[];
  /** Index of the first point of each stroke, and the number of points at the end. */
  readonly strokeStarts: readonly number[];
  readonly corners: Uint8Array;
}

/** @throws Error (ours) when the variants of a family differ in strokes, points or corners */
export function readFamily(family: StyleFamily): Skeleton {
  const variants: Float64Array[] = [];
  let form: string | undefined;
  let strokeStarts: number[] = [];
  let corners = new Uint8Array();
  for (const strokes of family.variants) {
    const texts = strokes.map((stroke) => stroke.split(','));
    strokeStarts = [0];
    let points = 0;
    for (const stroke of texts) {
      points += stroke.length;
      strokeStarts.push(points);
    }
    corners = Uint8Array.from(texts.flat(), (text) => (text.endsWith('!') ? 1 : 0));
    const numbers = texts.flat().flatMap((text) => text.replace('!', '').trim().split(' ').map(Number));
    const thisForm = `${strokeStarts.join(' ')}; corners ${corners.join('')}`;
    form ??= thisForm;
    if (
      form !== thisForm ||
      numbers.length !== 2 * corners.length ||
      numbers.some((value) => !Number.isFinite(value))
    ) {
      throw new Error(
        `internal: digitStrokes ${family.digit} “${family.style}”: expected pairs of numbers in the form ${form}, found ${thisForm}.`,
      );
    }
    variants.push(Float64Array.from(numbers, (hundredths) => hundredths / 100));
  }
  return { weight: family.weight, variants, strokeStarts, corners };
}

const skeletons: readonly (readonly Skeleton[])[] = Array.from({ length: DIGITS }, (_, digit) =>
  styleFamilies.filter((family) => family.digit === digit).map(readFamily),
);
const totalWeights = skeletons.map((families) => families.reduce((sum, family) => sum + family.weight, 0));

/** One of the digit's families, by their weights; takes one number from `random`. */
export function chooseSkeleton(digit: number, random: RandomStream): Skeleton {
  const families = skeletons[digit]!;
  let left = random.uniform() * totalWeights[digit]!;
  for (const family of families) {
    left -= family.weight;
    if (left < 0) return family;
  }
  return families.at(-1)!;
}
