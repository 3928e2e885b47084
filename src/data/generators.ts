/**
 * Every data set that the book makes itself, by its id: what it offers, and how it is made.
 *
 * Picture: one table for all who want a generated set, the worker, the benchmark and command-line programs. An id of `generatedIds` without an
 * entry does not compile.
 */

import type { DataSet, DataSetOffer, GeneratedId, SplitName } from './dataSet';
import { digitsOffer, generateDigits } from './digits';
import { generateLetters, lettersOffer } from './letters';
import { generatePlanes, planeOffers, type PlaneKind } from './planes/planes';
import { generateRhythms, rhythmsOffer } from './rhythms/rhythms';
import { generateThings, thingsOffers, type ThingSide } from './things/things';
import { generateViews, viewsOffer } from './views/views';

/** A seed, and how many images of each split. */
export interface GeneratorRequest extends Readonly<Record<SplitName, number>> {
  readonly seed: number;
}

export interface GeneratedSet {
  /** What it makes where nobody asks for other numbers, as far as that is known beforehand. */
  readonly offer: DataSetOffer;
  /**
   * Makes the data set, giving the event loop a turn about every 20 ms.
   *
   * @param onProgress called after each turn with images done and in all
   * @param signal ends the work with the signal's reason
   * @throws DataError when a number of images is not a whole number from 1 to 200,000
   */
  readonly generate: (
    request: GeneratorRequest,
    onProgress?: (done: number, total: number) => void,
    signal?: AbortSignal,
  ) => Promise<DataSet>;
}

export const generators: { readonly [K in GeneratedId]: GeneratedSet } = {
  digits: { offer: digitsOffer, generate: generateDigits },
  letters: { offer: lettersOffer, generate: generateLetters },
  things: thingsOf(32),
  'things-64': thingsOf(64),
  'planes-circles': plane('circles'),
  'planes-moons': plane('moons'),
  'planes-spirals': plane('spirals'),
  'planes-xor': plane('xor'),
  'planes-gaussians': plane('gaussians'),
  'planes-checkerboard': plane('checkerboard'),
  rhythms: { offer: rhythmsOffer, generate: generateRhythms },
  views: { offer: viewsOffer, generate: generateViews },
};

function thingsOf(side: ThingSide): GeneratedSet {
  return { offer: thingsOffers[side], generate: (request, ...rest) => generateThings({ ...request, side }, ...rest) };
}

function plane(kind: PlaneKind): GeneratedSet {
  return { offer: planeOffers[kind], generate: (request, ...rest) => generatePlanes({ ...request, kind }, ...rest) };
}
