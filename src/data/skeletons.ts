/**
 * Skeletons of handwriting: the strokes that a pen follows, as tables that people can read (`digitStrokes.ts`, `letterStrokes.ts`), read once
 * into arrays, and the choice of a style by chance.
 *
 * Picture of a table: a pen's path, as the points it passes. Coordinates are hundredths of the glyph's height, x to the right, y down; the
 * pen runs smoothly through the points and turns sharply at those marked `!`. A glyph has several families of styles; the
 * variants of one family have the same strokes and the same number of points, so that any mixture of two of them is again
 * the same glyph. Whoever draws from them adds slant, width, jitter (`hand.ts`).
 */

import type { RandomStream } from '../tensor/random';

export interface StyleFamily {
  /** The class it is of, as people read it. */
  readonly glyph: string;
  readonly style: string;
  /** How often, relative to the glyph's other families. */
  readonly weight: number;
  /** Each variant: one string per stroke, `x y, x y, x y!, …`. */
  readonly variants: readonly (readonly string[])[];
}

/** The most points that one glyph may have. */
export const MOST_POINTS = 64;

export interface Skeleton {
  readonly weight: number;
  /** Per variant: x, y of all points in turn, in units of the glyph's height. */
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
      corners.length > MOST_POINTS ||
      numbers.some((value) => !Number.isFinite(value))
    ) {
      throw new Error(
        `internal: strokes of ${family.glyph} “${family.style}”: expected at most ${MOST_POINTS} pairs of numbers in the form ${form}, ` +
          `found ${thisForm}.`,
      );
    }
    variants.push(Float64Array.from(numbers, (hundredths) => hundredths / 100));
  }
  return { weight: family.weight, variants, strokeStarts, corners };
}

/** The styles of each class. */
export interface Skeletons {
  /** One of the class's families, by their weights; takes one number from `random`. */
  choose(label: number, random: RandomStream): Skeleton;
}

/** @throws Error (ours) when a class has no family, or a family is not well formed */
export function readSkeletons(families: readonly StyleFamily[], classes: readonly string[]): Skeletons {
  const ofClass = classes.map((glyph) => {
    const skeletons = families.filter((family) => family.glyph === glyph).map(readFamily);
    if (skeletons.length === 0) throw new Error(`internal: there are no strokes for “${glyph}”.`);
    return { skeletons, weight: skeletons.reduce((sum, { weight }) => sum + weight, 0) };
  });
  return {
    choose(label, random) {
      const { skeletons, weight } = ofClass[label]!;
      let left = random.uniform() * weight;
      for (const skeleton of skeletons) {
        left -= skeleton.weight;
        if (left < 0) return skeleton;
      }
      return skeletons.at(-1)!;
    },
  };
}
