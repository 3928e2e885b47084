/**
 * Reads a data set's description back from JSON that lay in a file, where anything may have happened to it.
 */

import { DataError, isDataSetId, type DataSetInfo } from './dataSet';

/** @throws DataError naming the file and the first entry that is not as expected */
export function readInfo(value: unknown, fileName: string): DataSetInfo {
  const entries = isRecord(value) ? value : {};
  const fail = (entry: string, expected: string, found: unknown): never => {
    throw new DataError(
      `${fileName}: expected ${entry} to be ${expected}, found ${found === undefined ? 'nothing' : JSON.stringify(found)}. ` +
        `The file was damaged or written by another version of this book: store the data set again.`,
    );
  };
  const { id, title, origin, classes, shape, counts, normalization } = entries;
  if (!isDataSetId(id)) return fail('id', 'a data set of this book', id);
  if (typeof title !== 'string') return fail('title', 'text', title);
  if (origin !== 'generated' && origin !== 'imported' && origin !== 'served') {
    return fail('origin', 'generated, imported or served', origin);
  }
  if (!Array.isArray(classes) || !classes.every((name) => typeof name === 'string')) {
    return fail('classes', 'a list of names', classes);
  }
  if (!Array.isArray(shape) || shape.length !== 3 || !shape.every(isCount)) {
    return fail('shape', 'height, width and channels', shape);
  }
  if (!isRecord(counts) || !isCount(counts['train']) || !isCount(counts['test'])) {
    return fail('counts', 'numbers of training and test images', counts);
  }
  const { mean, deviation } = isRecord(normalization) ? normalization : {};
  if (typeof mean !== 'number' || typeof deviation !== 'number' || !(deviation > 0) || !Number.isFinite(mean)) {
    return fail('normalization', 'a mean and a deviation above 0', normalization);
  }
  const [height, width, channels] = shape as [number, number, number];
  return {
    id,
    title,
    origin,
    classes,
    shape: [height, width, channels],
    counts: { train: counts['train'], test: counts['test'] },
    normalization: { mean, deviation },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
