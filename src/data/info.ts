/**
 * Reads a data set's description back from JSON that lay in a file, where anything may have happened to it.
 */

import {
  DataError,
  dataSetOrigins,
  isDataSetId,
  MOST_CLASSES,
  splitNames,
  valueKinds,
  type DataSetInfo,
} from './dataSet';

/** @throws DataError naming the file and the first entry that is not as expected */
export function readInfo(value: unknown, fileName: string): DataSetInfo {
  const entries = isRecord(value) ? value : {};
  const fail = (entry: string, expected: string, found: unknown): never => {
    throw new DataError(
      `${fileName}: expected ${entry} to be ${expected}, found ${found === undefined ? 'nothing' : JSON.stringify(found)}. ` +
        `The file was damaged or written by another version of this book: store the data set again.`,
    );
  };
  const { id, title, classes, shape, counts, normalization, sizeBytes, sha256 } = entries;
  if (!isDataSetId(id)) return fail('id', 'a data set of this book', id);
  if (typeof title !== 'string') return fail('title', 'text', title);
  const origin = dataSetOrigins.find((known) => known === entries['origin']);
  if (origin === undefined) return fail('origin', 'generated, imported, fetched or served', entries['origin']);
  const isList = Array.isArray(classes) && classes.length > 0 && classes.length <= MOST_CLASSES;
  if (!isList || !classes.every((name) => typeof name === 'string')) {
    return fail('classes', `a list of 1 to ${MOST_CLASSES} names`, classes);
  }
  if (!Array.isArray(shape) || shape.length !== 3 || !shape.every(isCount)) {
    return fail('shape', 'height, width and channels', shape);
  }
  if (!isRecord(counts) || !splitNames.every((split) => isCount(counts[split]))) {
    return fail('counts', 'numbers of training, validation and test images', counts);
  }
  const [height, width, channels] = shape as [number, number, number];
  const { mean, deviation } = isRecord(normalization) ? normalization : {};
  const isGood =
    isNumbers(mean, channels) && isNumbers(deviation, channels) && deviation.every((ofChannel) => ofChannel > 0);
  if (!isGood) {
    return fail('normalization', `a mean and a deviation above 0 for each of ${channels} channels`, normalization);
  }
  const values = valueKinds.find((kind) => kind === entries['values']);
  if (values === undefined && entries['values'] !== undefined)
    return fail('values', 'bytes or numbers', entries['values']);
  if (sizeBytes !== undefined && !isCount(sizeBytes)) return fail('sizeBytes', 'a number of bytes', sizeBytes);
  if (sha256 !== undefined && !(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256))) {
    return fail('sha256', '64 hexadecimal digits', sha256);
  }
  return {
    id,
    title,
    origin,
    classes,
    shape: [height, width, channels],
    counts: counts as DataSetInfo['counts'],
    normalization: { mean, deviation },
    ...(values === undefined ? {} : { values }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown, count: number): value is readonly number[] {
  return Array.isArray(value) && value.length === count && value.every((entry) => Number.isFinite(entry));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
