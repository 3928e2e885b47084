import { describe, expect, test } from 'vitest';
import type { DataSetInfo } from '../../data/dataSet';
import {
  balanceRows,
  balanceWords,
  checkViewer,
  firstState,
  imageWords,
  indicesOf,
  isWorkOn,
  kindOf,
  movedPlace,
  pageAround,
  pixelWords,
  placeOf,
  pointsAround,
  rangeWords,
  summaryWords,
} from './state';

const info: DataSetInfo = {
  id: 'digits',
  title: 'Digits',
  origin: 'generated',
  classes: ['zero', 'one', 'two'],
  shape: [28, 28, 1],
  counts: { train: 20_000, validation: 2000, test: 4000 },
  normalization: { mean: [33], deviation: [78] },
};
const noEdits = { isOn: true, changes: [], canUndo: false, problem: null };

describe('the state of a link', () => {
  const first = firstState('digits', 'test', 'means');

  test('comes back from JSON', () => {
    expect(checkViewer(JSON.parse(JSON.stringify(first)))).toEqual(first);
    expect(checkViewer({ ...first, dataSet: 'own-my-letters', label: 9, index: 12 })).toMatchObject({ label: 9 });
  });

  test.each([
    null,
    'digits',
    { ...first, dataSet: '../etc' },
    { ...first, split: 'all' },
    { ...first, panel: 'x' },
    { ...first, label: -1 },
    { ...first, label: 256 },
    { ...first, index: 1.5 },
    { ...first, isTableShown: 1 },
  ])('%o is none', (value) => {
    expect(checkViewer(value)).toBeNull();
  });
});

test.each([
  ['Things', 'Making Things', true],
  ['My cats', 'Reading My cats', true],
  // Of another figure: a set that ends alike, one that begins alike, work on no set.
  ['Things', 'Making Digits', false],
  ['Things', 'Making Things, 64 × 64', false],
  ['cats', 'Reading My cats', false],
  ['Things', 'Comparing images', false],
])('of %s tells “%s”: %s', (title, task, isAbout) => {
  expect(isWorkOn(title, task)).toBe(isAbout);
});

test.each([
  [[28, 28, 1], 'picture'],
  [[32, 32, 3], 'picture'],
  [[1, 1, 2], 'points'],
  [[1, 128, 1], 'signal'],
  [[128, 1, 1], 'signal'],
] as const)('examples of %o are drawn as a %s', (shape, kind) => {
  expect(kindOf(shape)).toBe(kind);
});

describe('the grid', () => {
  const labels = Uint8Array.of(2, 0, 1, 0, 0, 2, 0);

  test('images of a class, and where one stands among them', () => {
    expect([...indicesOf(labels, 0)]).toEqual([1, 3, 4, 6]);
    expect([...indicesOf(labels, null)]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([0, 3, 5, 6, 99].map((index) => placeOf(indicesOf(labels, 0), index))).toEqual([0, 1, 3, 3, 3]);
    expect(placeOf(new Uint32Array(0), 5)).toBe(0);
  });

  test('pages', () => {
    const list = indicesOf(labels, null);
    expect(pageAround(list, 4, 3)).toEqual({ page: 1, pages: 3, first: 3, indices: [3, 4, 5] });
    expect(pageAround(list, 6, 3).indices).toEqual([6]);
    expect(pageAround(new Uint32Array(0), 0, 3)).toEqual({ page: 0, pages: 1, first: 0, indices: [] });
    expect(rangeWords(pageAround(list, 6, 3), 7)).toBe('7–7 of 7');
    expect(rangeWords(pageAround(new Uint32Array(0), 0, 3), 0)).toBe('none');
  });

  test('arrow keys walk over the edge of a page, and stop at the ends of the list', () => {
    const from = (key: string, place: number): number | null => movedPlace(key, place, 8, 32, 100);
    expect([from('ArrowRight', 31), from('ArrowDown', 28), from('ArrowUp', 3), from('PageDown', 80)]).toEqual([
      32, 36, 0, 99,
    ]);
    expect([from('Home', 50), from('End', 50), from('Enter', 50)]).toEqual([0, 99, null]);
  });
});

describe('sentences', () => {
  test('what the set is, and what was changed by hand', () => {
    expect(summaryWords(info, null)).toBe(
      'Digits: 20,000 training, 2,000 validation and 4,000 test images of 28 × 28 in 3 classes.',
    );
    const changes = [{ split: 'test', index: 3, label: 1, original: 2 }] as const;
    expect(summaryWords(info, { ...noEdits, changes })).toMatch(/ The label of 1 image was changed by hand\.$/);
    expect(summaryWords(info, { ...noEdits, changes: [...changes, ...changes], isOn: false })).toMatch(
      / The labels of 2 images were changed by hand, and not applied\.$/,
    );
    expect(summaryWords({ ...info, shape: [1, 1, 2] }, null)).toMatch(/4,000 test points in 3 classes\.$/);
    expect(summaryWords({ ...info, shape: [32, 32, 3] }, null)).toMatch(/images of 32 × 32 × 3 in/);
  });

  test('one image', () => {
    expect(imageWords(info, 'train', 1234, 1, noEdits)).toBe('Training image 1,234: one.');
    expect(imageWords(info, 'train', 1234, undefined, noEdits)).toBe('Training image 1,234.');
    const changes = [{ split: 'test', index: 3, label: 1, original: 2 }] as const;
    expect(imageWords(info, 'test', 3, 1, { ...noEdits, changes })).toBe(
      'Test image 3: one; changed by hand, in the original two.',
    );
  });

  test('one pixel, grey and in colour', () => {
    expect(pixelWords(Uint8Array.of(1, 2, 3, 4), [2, 2, 1], 1, 0)).toBe('row 1, column 0: 3');
    expect(pixelWords(Uint8Array.of(1, 2, 3, 4, 5, 6), [1, 2, 3], 0, 1)).toBe(
      'row 0, column 1: red 4, green 5, blue 6',
    );
    expect(pixelWords(Float32Array.of(0.25), [1, 1, 1], 0, 0)).toBe('row 0, column 0: 0.250');
  });

  test('balance', () => {
    const counts = {
      train: Uint32Array.of(10, 30, 0),
      validation: Uint32Array.of(1, 1, 1),
      test: Uint32Array.of(2, 2, 4),
    };
    expect(balanceRows(info, counts, 'train')).toEqual([
      ['zero', '10', '1', '2', '25.0\u00a0%'],
      ['one', '30', '1', '2', '75.0\u00a0%'],
      ['two', '0', '1', '4', '0.0\u00a0%'],
    ]);
    expect(balanceWords(info, counts.train, 'train')).toBe('40 training images: fewest of two (0), most of one (30).');
  });
});

test('of many points so many are seen that hold the one that is looked at', () => {
  const indices = Uint32Array.of(3, 5, 8, 9, 12);
  expect(pointsAround(indices, -1, 2)).toEqual([3, 5]);
  expect(pointsAround(indices, 3, 2)).toEqual([8, 9]);
  expect(pointsAround(indices, 4, 2)).toEqual([12]);
  expect(pointsAround(indices, 0, 9)).toEqual([...indices]);
});
