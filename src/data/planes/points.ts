/**
 * Points that a reader drew or imported, as a data set: what `pointsFrom` is given in one list it divides into the three splits and measures.
 *
 * A point may have any number of coordinates, not only two; it is an image of 1 × 1 cells with a channel for each.
 */

import { countsOf, DataError, MOST_CLASSES, type DataSet, type DataSetOrigin, type OwnId } from '../dataSet';
import { holdOut } from '../holdOut';
import { measureNormalization } from '../normalization';

export interface LabelledPoint {
  readonly coordinates: readonly number[];
  /** Index into the classes. */
  readonly label: number;
}

/** One point for each split. */
const LEAST_POINTS = 3;

/**
 * @param about what it is called, and the names of its classes
 * @throws DataError naming the first point that cannot be: another number of coordinates than the first, a coordinate that is no finite
 *   number, a label that is no class; or when there are fewer than three points or two classes with points
 */
export function pointsFrom(
  points: readonly LabelledPoint[],
  about: {
    readonly id: OwnId;
    readonly title: string;
    readonly classes: readonly string[];
    readonly origin?: DataSetOrigin;
  },
): DataSet {
  const { id, title, classes, origin = 'imported' } = about;
  const [first] = points;
  if (first === undefined || points.length < LEAST_POINTS) {
    throw new DataError(
      `${title}: expected at least ${LEAST_POINTS} points, one to train on, one to choose by and one to test with, found ${points.length}. Add points.`,
    );
  }
  if (classes.length < 2 || classes.length > MOST_CLASSES) {
    throw new DataError(
      `${title}: expected 2 to ${MOST_CLASSES} classes, so that there is something to tell apart, found ${classes.length}. Choose other labels.`,
    );
  }
  const dimensions = first.coordinates.length;
  if (dimensions === 0)
    throw new DataError(`${title}: expected points with at least one coordinate, found none. Add one.`);
  points.forEach(({ coordinates, label }, k) => {
    const fail = (expected: string, found: string): never => {
      throw new DataError(`${title}: point ${k + 1}: expected ${expected}, found ${found}. Change it or leave it out.`);
    };
    if (coordinates.length !== dimensions) fail(`${dimensions} coordinates, as the first has`, `${coordinates.length}`);
    const odd = coordinates.findIndex((value) => !Number.isFinite(Math.fround(value)));
    if (odd >= 0) fail(`a finite number as coordinate ${odd + 1}`, `${coordinates[odd]}`);
    if (!(Number.isInteger(label) && label >= 0 && label < classes.length)) {
      fail(`a label from 0 to ${classes.length - 1}`, `${label}`);
    }
  });
  if (new Set(points.map(({ label }) => label)).size < 2) {
    throw new DataError(
      `${title}: expected points of at least two classes, found only “${classes[first.label]}”. Add points of another.`,
    );
  }
  const all = {
    count: points.length,
    shape: [1, 1, dimensions],
    pixels: new Uint8Array(0),
    numbers: Float32Array.from(points.flatMap(({ coordinates }) => coordinates)),
    labels: Uint8Array.from(points, ({ label }) => label),
  } as const;
  const { rest, held: test } = holdOut(all, 'test', title);
  const { rest: train, held: validation } = holdOut(rest, 'validation', title);
  const splits = { train, validation, test };
  return {
    info: {
      id,
      title,
      origin,
      classes,
      shape: all.shape,
      values: 'numbers',
      counts: countsOf(splits),
      normalization: measureNormalization(train),
    },
    ...splits,
  };
}
