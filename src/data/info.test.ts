import { describe, expect, test } from 'vitest';
import { DataError, type DataSetInfo } from './dataSet';
import { readInfo } from './info';

const good: DataSetInfo = {
  id: 'mnist',
  title: 'MNIST',
  origin: 'imported',
  classes: ['0', '1'],
  shape: [28, 28, 1],
  counts: { train: 20, validation: 2, test: 10 },
  normalization: { mean: [33.3], deviation: [78.6] },
};

describe('readInfo', () => {
  test('through JSON and back', () => {
    const kept = { ...good, id: 'own-my-cats', values: 'numbers', sizeBytes: 7, sha256: 'a1'.repeat(32) };
    for (const info of [good, kept]) expect(readInfo(JSON.parse(JSON.stringify(info)), 'f')).toEqual(info);
  });
  test.each<[string, unknown, string]>([
    ['null', null, 'f: expected id to be a data set of this book, found nothing. The file was damaged or written by'],
    ['id', { ...good, id: 'cats' }, 'expected id to be a data set of this book, found "cats".'],
    ['title', { ...good, title: 1 }, 'expected title to be text, found 1.'],
    [
      'origin',
      { ...good, origin: 'moon' },
      'expected origin to be generated, imported, fetched or served, found "moon".',
    ],
    ['classes', { ...good, classes: [1] }, 'expected classes to be a list of 1 to 256 names, found [1].'],
    ['shape', { ...good, shape: [28, 28] }, 'expected shape to be height, width and channels, found [28,28].'],
    [
      'counts',
      { ...good, counts: { train: 1.5, validation: 1, test: 2 } },
      'expected counts to be numbers of training, validation and test images',
    ],
    [
      'normalization',
      { ...good, normalization: { mean: [1], deviation: [0] } },
      'expected normalization to be a mean and a deviation above 0 for each of 1 channels, found {"mean":[1],"deviation":[0]}.',
    ],
    [
      'number of channels',
      { ...good, normalization: { mean: [1, 2], deviation: [1, 2] } },
      'expected normalization to be a mean and a deviation above 0 for each of 1 channels, found {"mean":[1,2],"deviation":[1,2]}.',
    ],
    ['values', { ...good, values: 'words' }, 'expected values to be bytes or numbers, found "words".'],
    ['size', { ...good, sizeBytes: -1 }, 'expected sizeBytes to be a number of bytes, found -1.'],
    ['hash', { ...good, sha256: 'ABC' }, 'expected sha256 to be 64 hexadecimal digits, found "ABC".'],
    [
      'number of classes',
      { ...good, classes: Array.from({ length: 257 }, () => 'a') },
      'expected classes to be a list of 1 to 256 names, found ["a",',
    ],
  ])('a wrong %s is named', (_title, value, message) => {
    expect(() => readInfo(value, 'f')).toThrow(DataError);
    expect(() => readInfo(value, 'f')).toThrow(message);
  });
});
