/**
 * *Letters*: handwritten-looking capitals A to J, made by the book itself with the hand and the pen of *Digits*. 28×28 grey bytes, 0 is
 * background, 255 full ink.
 *
 * The strokes stand in `letterStrokes.ts`; the hand that writes them, and what is guaranteed of it, in `hand.ts`. Ten classes, so that every network
 * that reads digits fits. Deliberately not here: anything learned or copied from real images.
 */

import { dataSetTitles, imageShapes, type DataSet, type DataSetOffer, type SplitName } from './dataSet';
import type { ImageMaker } from './generateSplits';
import { generateGlyphs, type GlyphsRequest } from './glyphs';
import { createGlyphMaker, type Alphabet } from './hand';
import { letterStyles } from './letterStrokes';
import { readSkeletons } from './skeletons';

const classes = Array.from('ABCDEFGHIJ');

export const lettersOffer: DataSetOffer = {
  id: 'letters',
  title: dataSetTitles.letters,
  origin: 'generated',
  classes,
  shape: imageShapes.letters,
  counts: { train: 20_000, validation: 2_000, test: 4_000 },
};

const alphabet: Alphabet = {
  id: 'letters',
  classes,
  skeletons: readSkeletons(letterStyles, classes),
  proportions: classes.map(() => 1.1),
  slants: classes.map(() => 0.12),
};

/** Makes the data set; progress, signal and errors as told at `generateGlyphs`. */
export function generateLetters(
  request: GlyphsRequest,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<DataSet> {
  return generateGlyphs(lettersOffer, alphabet, request, onProgress, signal);
}

/** Draws single letters (28 × 28 bytes) of one split; owns its pen. */
export function createLetterMaker(seed: number, split: SplitName): ImageMaker {
  return createGlyphMaker(alphabet, seed, split);
}
