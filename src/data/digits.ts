/**
 * *Digits*: handwritten-looking digits, made by the book itself. 28×28 grey bytes, 0 is background, 255 full ink.
 *
 * Picture: for each image one throws dice for a digit, a style (`digitStrokes.ts`), a mixture of two of its variants, a trembling hand (each
 * point moves a little), a bend, a slant, a turn, a proportion, a pen and its pressure; the path goes through the pen (`pen.ts`).
 *
 * Guaranteed: the same seed gives the same bytes in every JavaScript engine (only + − × ÷ √ on numbers of the counter-based source);
 * image k of a split depends on seed, split and k alone, not on how many are made.
 *
 * Deliberately not here: anything learned or copied from real images. Only the spread of slant, proportion, pen width and
 * ink was set so that it is about that of MNIST's training images.
 */

import { randomStream, type RandomStream } from '../tensor/random';
import { countsOf, dataSetTitles, imageShapes, type DataSet, type DataSetOffer, type SplitName } from './dataSet';
import { chooseSkeleton, DIGITS } from './digitSkeletons';
import { generateSplits, type ImageMaker } from './generateSplits';
import { measureNormalization } from './normalization';
import { createPen, type Pen, type PenLook } from './pen';
import { createPath, type Path } from './penPath';

export const digitsOffer: DataSetOffer = {
  id: 'digits',
  title: dataSetTitles.digits,
  origin: 'generated',
  classes: Array.from({ length: DIGITS }, (_, digit) => `${digit}`),
  shape: imageShapes.digits,
  counts: { train: 20_000, validation: 2_000, test: 4_000 },
};

/** A seed, and how many images of each split. */
export interface DigitsRequest extends Readonly<Record<SplitName, number>> {
  readonly seed: number;
}

/**
 * Makes the data set, giving the event loop a turn about every 20 ms.
 *
 * @param onProgress called after each turn with images done and in all
 * @param signal ends the work with the signal's reason
 * @throws DataError when a number of images is not a whole number from 1 to 200,000
 */
export async function generateDigits(
  request: DigitsRequest,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<DataSet> {
  const splits = await generateSplits(
    {
      title: digitsOffer.title,
      counts: request,
      shape: imageShapes.digits,
      makerFor: (split) => createDigitMaker(request.seed, split),
    },
    onProgress,
    signal,
  );
  return {
    info: {
      ...digitsOffer,
      counts: countsOf(splits),
      normalization: measureNormalization(splits.train),
    },
    ...splits,
  };
}

/** Draws single digits (28 × 28 bytes) of one split; owns its pen. */
export function createDigitMaker(seed: number, split: SplitName): ImageMaker {
  const stream = randomStream(seed, `digits/${split}`);
  const pen = createPen(512);
  const path = createPath(pen, MOST_POINTS);
  return {
    make(index, out, start) {
      const random = stream.at(index);
      const digit = random.integer(DIGITS);
      drawDigit(digit, random, path, pen, out, start);
      return digit;
    },
  };
}

// ── One digit ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const LOOK: { -readonly [K in keyof PenLook]: PenLook[K] } = { softnessPx: 0, ink: 0, raggednessPx: 0, grain: 0 };
const MOST_POINTS = 64;
const bent = new Float64Array(2 * MOST_POINTS);

function drawDigit(digit: number, random: RandomStream, path: Path, pen: Pen, out: Uint8Array, start: number): void {
  const skeleton = chooseSkeleton(digit, random);
  const first = skeleton.variants[random.integer(skeleton.variants.length)]!;
  const second = skeleton.variants[random.integer(skeleton.variants.length)]!;
  // A little beyond the two as well.
  const mix = 1.5 * random.uniform() - 0.25;

  // The hand: a bend of the whole digit (quadratic in place), its proportion, slant and turn.
  const bend = 0.075;
  const bxx = random.bell() * bend;
  const bxy = random.bell() * bend;
  const byy = random.bell() * bend;
  const bx3 = random.bell() * bend;
  const cxx = random.bell() * bend;
  const cxy = random.bell() * bend;
  const cyy = random.bell() * bend;
  const cy3 = random.bell() * bend;
  const aspect = proportions[digit]! * (1 + random.bell() * 0.2);
  const slant = slants[digit]! + random.bell() * 0.24;
  // A turn by the angle whose half has the tangent t, without sine or cosine.
  const t = random.bell() * 0.05;
  const cosine = (1 - t * t) / (1 + t * t);
  const sine = (2 * t) / (1 + t * t);
  const tremble = 0.01 + 0.025 * random.uniform();

  const points = skeleton.corners.length;
  let stroke = 0;
  let strokeX = 0;
  let strokeY = 0;
  for (let i = 0; i < points; i++) {
    if (i === skeleton.strokeStarts[stroke]) {
      // Each stroke after the first is a little misplaced.
      strokeX = stroke === 0 ? 0 : random.bell() * 0.035;
      strokeY = stroke === 0 ? 0 : random.bell() * 0.035;
      stroke++;
    }
    const atEnd = i === skeleton.strokeStarts[stroke]! - 1 || i === skeleton.strokeStarts[stroke - 1];
    const shake = atEnd ? 2 * tremble : tremble;
    const x = first[2 * i]! + mix * (second[2 * i]! - first[2 * i]!) + strokeX + random.bell() * shake;
    const y = first[2 * i + 1]! + mix * (second[2 * i + 1]! - first[2 * i + 1]!) + strokeY + random.bell() * shake;
    // u, v: −1 … 1 over the digit.
    const u = (x - 0.32) * 3;
    const v = (y - 0.5) * 2;
    const wx = x + bxx * (u * u - 0.5) * 0.5 + bxy * u * v * 0.7 + byy * (v * v - 0.5) + bx3 * v * (v * v - 0.6);
    const wy = y + cxx * (u * u - 0.5) * 0.5 + cxy * u * v * 0.7 + cyy * (v * v - 0.5) * 0.7 + cy3 * u * (v * v - 0.3);
    const sx = wx * aspect - slant * (wy - 0.5);
    bent[2 * i] = cosine * sx - sine * wy;
    bent[2 * i + 1] = sine * sx + cosine * wy;
  }

  // Most pens are alike, a few are very thick.
  const thick = random.uniform();
  const width = 2.3 + random.bell() * 0.6 + 2.6 * thick * thick * thick * thick * thick * thick;
  const pressureSlope = random.bell() * 0.1;
  const pressureMiddle = random.bell() * 0.1;
  LOOK.softnessPx = 1.1 + random.uniform() * 0.4;
  LOOK.ink = 251 + 4 * random.uniform();
  LOOK.raggednessPx = random.uniform() * 0.5;
  LOOK.grain = random.integer(0x1000000) * 2 + 1;

  pen.clear();
  for (let s = 0; s + 1 < skeleton.strokeStarts.length; s++) {
    path.trace(
      bent,
      skeleton.corners,
      skeleton.strokeStarts[s]!,
      skeleton.strokeStarts[s + 1]!,
      pressureSlope,
      pressureMiddle,
    );
  }
  pen.render(width < 1.5 ? 1.5 : width, 0.3, LOOK, out, start);
}

/** Mean proportion per digit, as a factor to the width of the skeletons. */
const proportions = [1.15, 1, 1.08, 1.08, 1.06, 1.15, 1.05, 1.08, 1.06, 1.02] as const;
/** Mean slant per digit, to the right: people lean a 0 or a 1 more than a 9. */
const slants = [0.18, 0.25, 0.12, 0.1, 0.22, 0.14, 0.08, 0.05, 0.12, 0.2] as const;
