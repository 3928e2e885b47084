/**
 * *Digits*: handwritten-looking digits, made by the book itself. 28×28 grey bytes, 0 is background, 255 full ink.
 *
 * The strokes stand in `digitStrokes.ts`; the hand that writes them, and what is guaranteed of it, in `hand.ts`. Deliberately not here: anything
 * learned or copied from real images.
 */

import { dataSetTitles, imageShapes, type DataSet, type DataSetOffer, type SplitName } from './dataSet';
import { digitStyles } from './digitStrokes';
import type { ImageMaker } from './generateSplits';
import { generateGlyphs, type GlyphsRequest } from './glyphs';
import { createGlyphMaker, type Alphabet } from './hand';
import { readSkeletons } from './skeletons';

const classes = Array.from({ length: 10 }, (_, digit) => `${digit}`);

export const digitsOffer: DataSetOffer = {
  id: 'digits',
  title: dataSetTitles.digits,
  origin: 'generated',
  classes,
  shape: imageShapes.digits,
  counts: { train: 20_000, validation: 2_000, test: 4_000 },
};

const alphabet: Alphabet = {
  id: 'digits',
  classes,
  skeletons: readSkeletons(digitStyles, classes),
  proportions: [1.24, 1, 1.16, 1.18, 1.18, 1.24, 1.07, 1.1, 1.18, 1.06],
  // People lean a 0 or a 1 more than a 2.
  slants: [0.26, 0.36, 0.06, 0.22, 0.25, 0.14, 0.14, 0.06, 0.16, 0.17],
};

/** Makes the data set; progress, signal and errors as told at `generateGlyphs`. */
export function generateDigits(
  request: GlyphsRequest,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<DataSet> {
  return generateGlyphs(digitsOffer, alphabet, request, onProgress, signal);
}

/** Draws single digits (28 × 28 bytes) of one split; owns its pen. */
export function createDigitMaker(seed: number, split: SplitName): ImageMaker {
  return createGlyphMaker(alphabet, seed, split);
}
