import { expect, test } from 'vitest';
import type { Predictions } from '../../engine/protocol';
import {
  areLong,
  checkGallery,
  confusion,
  emptyWords,
  filterWords,
  firstGallery,
  imageAt,
  pageOf,
  pairWords,
  probeWords,
  shownImages,
  summaryWords,
  withFilter,
  withOrder,
  worstPairs,
} from './state';

const predictions: Predictions = {
  step: 100,
  split: 'test',
  labels: new Uint8Array([0, 1, 2, 2, 1, 0]),
  predicted: new Uint8Array([0, 2, 2, 1, 2, 0]),
  confidence: new Float32Array([0.9, 0.6, 0.8, 0.99, 0.7, 0.5]),
};

test('wrong ones, the surest errors first', () => {
  expect(shownImages(predictions, { kind: 'wrong' }, 'sure')).toEqual([3, 4, 1]);
  expect(shownImages(predictions, { kind: 'wrong' }, 'unsure')).toEqual([1, 4, 3]);
  expect(shownImages(predictions, { kind: 'wrong' }, 'stored')).toEqual([1, 3, 4]);
});

test('all, and one cell of the matrix', () => {
  expect(shownImages(predictions, { kind: 'all' }, 'stored')).toEqual([0, 1, 2, 3, 4, 5]);
  expect(shownImages(predictions, { kind: 'cell', truth: 1, predicted: 2 }, 'sure')).toEqual([4, 1]);
  expect(shownImages(predictions, { kind: 'cell', truth: 0, predicted: 1 }, 'sure')).toEqual([]);
});

test('equal confidence keeps the stored order', () => {
  const equal = { ...predictions, confidence: new Float32Array(6).fill(0.5) };
  expect(shownImages(equal, { kind: 'all' }, 'sure')).toEqual([0, 1, 2, 3, 4, 5]);
});

test('rows are the truth, columns the prediction; the largest error is off the diagonal', () => {
  const { counts, total, right, largestError } = confusion(predictions, 3);
  // prettier-ignore
  expect(counts).toEqual([
    2, 0, 0,
    0, 0, 2,
    0, 1, 1,
  ]);
  expect({ total, right, largestError }).toEqual({ total: 6, right: 3, largestError: 2 });
});

test('pages count from one for people; a page that has gone becomes the last', () => {
  const shown = [10, 11, 12, 13, 14];
  expect(pageOf(shown, 1, 2)).toEqual({ places: [12, 13], page: 1, pages: 3, first: 3, last: 4 });
  expect(pageOf(shown, 9, 2)).toMatchObject({ places: [14], page: 2 });
  expect(pageOf([], 3, 2)).toEqual({ places: [], page: 0, pages: 1, first: 0, last: 0 });
});

test('another filter or order starts at the first page', () => {
  const later = { ...firstGallery, page: 4 };
  expect(withFilter(later, { kind: 'all' })).toEqual({ filter: { kind: 'all' }, order: 'sure', page: 0 });
  expect(withOrder(later, 'stored')).toEqual({ filter: { kind: 'wrong' }, order: 'stored', page: 0 });
});

test('a state from a link is taken as it is, anything else is refused', () => {
  const cell = { filter: { kind: 'cell', truth: 4, predicted: 9 }, order: 'unsure', page: 2 };
  expect(checkGallery(cell)).toEqual(cell);
  expect(checkGallery(firstGallery)).toEqual(firstGallery);
  for (const wrong of [
    null,
    {},
    { ...cell, page: -1 },
    { ...cell, order: 'x' },
    { ...cell, filter: { kind: 'cell' } },
  ]) {
    expect(checkGallery(wrong)).toBeNull();
  }
});

test('what is said', () => {
  expect(filterWords({ kind: 'cell', truth: 4, predicted: 9 }, ['0', '1', '2', '3', 'four'])).toBe('four → 9');
  expect(summaryWords(null, null, false, false)).toMatch(/not been trained yet/);
  expect(summaryWords(predictions, confusion(predictions, 3), true, true)).toBe(
    'At step 100: 3 of 6 right (50.0\u00a0%), 3 wrong. Training goes on.',
  );
  expect(emptyWords(true, true)).toBe('No image of this kind.');
});

test('looking back: the step says so, and what was counted is told until it is the whole set', () => {
  const matrix = confusion(predictions, 3);
  expect(summaryWords(predictions, matrix, true, true, 100)).toBe(
    'At step 100 (looking back): 3 of 6 right (50.0\u00a0%), 3 wrong.',
  );
  // The answer that is still of another step.
  expect(summaryWords(predictions, matrix, true, false, 90)).toMatch(/^At step 100: /);
  const probe = { ...predictions, images: Uint32Array.from([0, 8, 16, 24, 32, 40]) };
  expect(probeWords(probe, 4000)).toBe(
    'Counted: 6 of 4,000 test images, the fixed probe. The whole test set follows when the slider rests.',
  );
  expect(probeWords(probe, null)).toMatch(/^Counted: 6 test images, the fixed probe\./);
  // A set that is no larger than the probe.
  expect(probeWords(probe, 6)).toBe('');
  expect([probeWords(predictions, 4000), probeWords(null, 4000)]).toEqual(['', '']);
});

test('a place of the probe is an image of the test set', () => {
  const probe = { ...predictions, images: Uint32Array.from([0, 8, 16, 24, 32, 40]) };
  expect(shownImages(probe, { kind: 'wrong' }, 'sure').map((place) => imageAt(probe, place))).toEqual([24, 32, 8]);
  expect(imageAt(predictions, 4)).toBe(4);
});

test('the pairs confused most often, in words', () => {
  const matrix = confusion(
    {
      ...predictions,
      labels: new Uint8Array([0, 1, 1, 1, 2, 2, 2, 0]),
      predicted: new Uint8Array([2, 0, 0, 1, 1, 1, 2, 0]),
    },
    3,
  );
  expect(worstPairs(matrix, 2)).toEqual([
    { truth: 1, predicted: 0, images: 2 },
    { truth: 2, predicted: 1, images: 2 },
  ]);
  expect(worstPairs(matrix, 9)).toHaveLength(3);
  const names = ['cat', 'dog', 'owl'];
  expect(pairWords({ truth: 1, predicted: 0 }, matrix, names)).toBe('dog read as cat: 2 of 3 images');
  expect(pairWords({ truth: 2, predicted: 2 }, matrix, names)).toBe('owl read right: 1 of 3 images');
  expect(pairWords({ truth: 0, predicted: 1 }, null, names)).toBe('cat read as dog: not evaluated yet');
  expect([areLong(names), areLong(['0', '9']), areLong([])]).toEqual([true, false, false]);
});
