import { describe, expect, test } from 'vitest';
import { DataError, type DataSetInfo } from './dataSet';
import { readInfo } from './info';

const good: DataSetInfo = {
  id: 'mnist',
  title: 'MNIST',
  origin: 'imported',
  classes: ['0', '1'],
  shape: [28, 28, 1],
  counts: { train: 20, test: 10 },
  normalization: { mean: 33.3, deviation: 78.6 },
};

describe('readInfo', () => {
  test('through JSON and back', () => {
    expect(readInfo(JSON.parse(JSON.stringify(good)), 'f')).toEqual(good);
  });
  test.each<[string, unknown, string]>([
    ['null', null, 'f: expected id to be a data set of this book, found nothing. The file was damaged or written by'],
    ['id', { ...good, id: 'cats' }, 'expected id to be a data set of this book, found "cats".'],
    ['title', { ...good, title: 1 }, 'expected title to be text, found 1.'],
    ['origin', { ...good, origin: 'moon' }, 'expected origin to be generated, imported or served, found "moon".'],
    ['classes', { ...good, classes: [1] }, 'expected classes to be a list of names, found [1].'],
    ['shape', { ...good, shape: [28, 28] }, 'expected shape to be height, width and channels, found [28,28].'],
    [
      'counts',
      { ...good, counts: { train: 1.5, test: 2 } },
      'expected counts to be numbers of training and test images',
    ],
    [
      'normalization',
      { ...good, normalization: { mean: 1, deviation: 0 } },
      'expected normalization to be a mean and a deviation above 0, found {"mean":1,"deviation":0}.',
    ],
  ])('a wrong %s is named', (_title, value, message) => {
    expect(() => readInfo(value, 'f')).toThrow(DataError);
    expect(() => readInfo(value, 'f')).toThrow(message);
  });
});
