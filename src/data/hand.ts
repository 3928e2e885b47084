/**
 * A hand that writes glyphs: skeleton in, 28×28 grey bytes out. *Digits* and *Letters* are both written by it.
 *
 * Picture: for each image one throws dice for a glyph, a style (`skeletons.ts`), a mixture of two of its variants, and then for the hand: points that
 * tremble, ends too long or too short, corners cut in haste, a bend of the whole, an elastic sheet on which it is written, a
 * slant, a turn, a proportion, a pen and its pressure. The path goes through the pen (`pen.ts`).
 *
 * Guaranteed: the same seed gives the same bytes in every JavaScript engine (only + − × ÷ √ on numbers of the counter-based source);
 * image k of a split depends on seed, split and k alone, not on how many are made.
 *
 * Deliberately not here: anything learned or copied from real images. Only the spread of slant, proportion, bend, pen width and
 * ink was set so that it is about that of MNIST's training images.
 */

import { randomStream, type RandomStream } from '../tensor/random';
import type { SplitName } from './dataSet';
import type { ImageMaker } from './generateSplits';
import { createPen, type PenLook } from './pen';
import { createPath } from './penPath';
import { MOST_POINTS, type Skeletons } from './skeletons';

/** What is written, and how people lean and stretch it. */
export interface Alphabet {
  /** Names the random streams. */
  readonly id: string;
  readonly classes: readonly string[];
  readonly skeletons: Skeletons;
  /** Mean proportion of each class, as a factor to the width of its skeletons. */
  readonly proportions: readonly number[];
  /** Mean slant of each class to the right: the shift from foot to head, in heights. */
  readonly slants: readonly number[];
}

/** Spreads are standard deviations in heights of the glyph, unless said otherwise. */
const BEND = 0.07;
const SPREAD_OF_PROPORTION = 0.22;
const SPREAD_OF_SLANT = 0.27;
/** Tangent of half the angle. */
const SPREAD_OF_TURN = 0.05;
const STROKE_MISPLACED = 0.04;
/** Largest shift of a knot of the elastic sheet. */
const ELASTIC = 0.035;
/** In lengths of the last piece of the path. */
const SPREAD_OF_ENDS = 0.18;
const SHARE_OF_ROUNDED = 0.2;
const SHEET_KNOTS = 4;

/** Draws single glyphs of one split; owns its pen. */
export function createGlyphMaker(alphabet: Alphabet, seed: number, split: SplitName): ImageMaker {
  const { classes, skeletons, proportions, slants } = alphabet;
  const stream = randomStream(seed, `${alphabet.id}/${split}`);
  const pen = createPen(512);
  const path = createPath(pen, MOST_POINTS);
  const points = new Float64Array(2 * MOST_POINTS);
  const noCorners = new Uint8Array(MOST_POINTS);
  const sheet = new Float64Array(2 * SHEET_KNOTS * SHEET_KNOTS);
  const look: { -readonly [K in keyof PenLook]: PenLook[K] } = { softnessPx: 0, ink: 0, raggednessPx: 0, grain: 0 };

  function write(label: number, random: RandomStream, out: Uint8Array, start: number): void {
    const skeleton = skeletons.choose(label, random);
    const { strokeStarts } = skeleton;
    const count = skeleton.corners.length;
    const corners = random.uniform() < SHARE_OF_ROUNDED ? noCorners : skeleton.corners;
    const first = skeleton.variants[random.integer(skeleton.variants.length)]!;
    const second = skeleton.variants[random.integer(skeleton.variants.length)]!;
    // A little beyond the two as well.
    const mix = 1.5 * random.uniform() - 0.25;
    const tremble = 0.01 + 0.025 * random.uniform();

    let stroke = 0;
    let strokeX = 0;
    let strokeY = 0;
    for (let i = 0; i < count; i++) {
      if (i === strokeStarts[stroke]) {
        // Each stroke after the first is a little misplaced.
        strokeX = stroke === 0 ? 0 : random.bell() * STROKE_MISPLACED;
        strokeY = stroke === 0 ? 0 : random.bell() * STROKE_MISPLACED;
        stroke++;
      }
      points[2 * i] = first[2 * i]! + mix * (second[2 * i]! - first[2 * i]!) + strokeX + random.bell() * tremble;
      points[2 * i + 1] =
        first[2 * i + 1]! + mix * (second[2 * i + 1]! - first[2 * i + 1]!) + strokeY + random.bell() * tremble;
    }
    for (let s = 0; s + 1 < strokeStarts.length; s++) {
      const from = strokeStarts[s]!;
      const to = strokeStarts[s + 1]!;
      moveEnd(from, from + 1, tremble, random);
      moveEnd(to - 1, to - 2, tremble, random);
    }
    bend(count, label, random);

    pen.clear();
    const pressureSlope = random.bell() * 0.1;
    const pressureMiddle = random.bell() * 0.1;
    for (let s = 0; s + 1 < strokeStarts.length; s++) {
      path.trace(points, corners, strokeStarts[s]!, strokeStarts[s + 1]!, pressureSlope, pressureMiddle);
    }
    // Most pens are alike, a few are very thick.
    const thick = random.uniform();
    const width = 2.3 + random.bell() * 0.6 + 2.6 * thick * thick * thick * thick * thick * thick;
    look.softnessPx = 1.1 + random.uniform() * 0.4;
    look.ink = 251 + 4 * random.uniform();
    look.raggednessPx = random.uniform() * 0.5;
    look.grain = random.integer(0x1000000) * 2 + 1;
    pen.render(width < 1.5 ? 1.5 : width, 0.3, look, out, start);
  }

  /** Lengthens or shortens a stroke at its end, and lets the end tremble more than the rest. */
  function moveEnd(end: number, before: number, tremble: number, random: RandomStream): void {
    const more = random.bell() * SPREAD_OF_ENDS;
    const x = points[2 * end]!;
    const y = points[2 * end + 1]!;
    points[2 * end] = x + more * (x - points[2 * before]!) + random.bell() * tremble;
    points[2 * end + 1] = y + more * (y - points[2 * before + 1]!) + random.bell() * tremble;
  }

  /** The whole glyph: a bend (of second and third degree), the elastic sheet, proportion, slant and turn. */
  function bend(count: number, label: number, random: RandomStream): void {
    const strength = BEND * (0.5 + random.uniform());
    const bxx = random.bell() * strength;
    const bxy = random.bell() * strength;
    const byy = random.bell() * strength;
    const bx3 = random.bell() * strength;
    const cxx = random.bell() * strength;
    const cxy = random.bell() * strength;
    const cyy = random.bell() * strength;
    const cy3 = random.bell() * strength;
    const proportion = proportions[label]! * (1 + random.bell() * SPREAD_OF_PROPORTION);
    const aspect = proportion < 0.4 ? 0.4 : proportion;
    const slant = slants[label]! + random.bell() * SPREAD_OF_SLANT;
    // A turn by the angle whose half has the tangent t, without sine or cosine.
    const t = random.bell() * SPREAD_OF_TURN;
    const cosine = (1 - t * t) / (1 + t * t);
    const sine = (2 * t) / (1 + t * t);
    for (let k = 0; k < sheet.length; k++) sheet[k] = (2 * random.uniform() - 1) * ELASTIC;
    for (let i = 0; i < count; i++) {
      const x = points[2 * i]!;
      const y = points[2 * i + 1]!;
      // u, v: −1 … 1 over the glyph.
      const u = (x - 0.32) * 3;
      const v = (y - 0.5) * 2;
      const wx = x + bxx * (u * u - 0.5) * 0.5 + bxy * u * v * 0.7 + byy * (v * v - 0.5) + bx3 * v * (v * v - 0.6);
      const wy = y + cxx * (u * u - 0.5) * 0.5 + cxy * u * v * 0.7 + cyy * (v * v - 0.5) + cy3 * u * (v * v - 0.3);
      // Between the four knots of the sheet around the point; beyond the sheet it goes on straight.
      const column = (u + 1) * ((SHEET_KNOTS - 1) / 2);
      const row = (v + 1) * ((SHEET_KNOTS - 1) / 2);
      const j = column < 1 ? 0 : column >= 2 ? 2 : 1;
      const k = row < 1 ? 0 : row >= 2 ? 2 : 1;
      const a = column - j < 0 ? 0 : column - j > 1 ? 1 : column - j;
      const b = row - k < 0 ? 0 : row - k > 1 ? 1 : row - k;
      const at = 2 * (SHEET_KNOTS * k + j);
      const below = at + 2 * SHEET_KNOTS;
      const ex =
        wx +
        (1 - b) * ((1 - a) * sheet[at]! + a * sheet[at + 2]!) +
        b * ((1 - a) * sheet[below]! + a * sheet[below + 2]!);
      const ey =
        wy +
        (1 - b) * ((1 - a) * sheet[at + 1]! + a * sheet[at + 3]!) +
        b * ((1 - a) * sheet[below + 1]! + a * sheet[below + 3]!);
      const sx = ex * aspect - slant * (ey - 0.5);
      points[2 * i] = cosine * sx - sine * ey;
      points[2 * i + 1] = sine * sx + cosine * ey;
    }
  }

  return {
    make(index, out, start) {
      const random = stream.at(index);
      const label = random.integer(classes.length);
      write(label, random, out, start);
      return label;
    },
  };
}
