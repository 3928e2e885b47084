import { expect, test } from 'vitest';
import { matrix, valuesOf } from './literals';
import { localResponseNormalization } from './localResponseNormalization';
import { localResponseNormalizationGradient } from './localResponseNormalizationGradient';

const attributes = { size: 3, k: 1, alpha: 2, beta: 1 };

test('localResponseNormalization x=[1,4] n=3 k=1 α=2 β=1: α is not divided by n, the ends have one neighbour', () => {
  // Sums of squares: 1+4, 1+4+0, 4+0+9, 0+9.
  expect(valuesOf(localResponseNormalization(attributes, matrix([1, 2, 0, 3])))).toEqual([1 / 11, 2 / 11, 0, 3 / 19]);
});

test('localResponseNormalizationGradient x=[1,3]: a value lowers its neighbours', () => {
  // s = 3, 3, 1 for x = (1, 0, 0); only the first output is asked for: 1/3 − 2·2·1·1·1/9 to itself, nothing to zeros.
  const found = valuesOf(localResponseNormalizationGradient(attributes, matrix([1, 0, 0]), matrix([1, 0, 0])));
  [1 / 3 - 4 / 9, 0, 0].forEach((value, c) => expect(found[c]).toBeCloseTo(value, 12));
  // s of the second is 1 + 2 · (1 + 4) = 11; its gradient reaches the first: −4 · 1 · 2 / 121.
  const [first] = valuesOf(localResponseNormalizationGradient(attributes, matrix([1, 2]), matrix([0, 1])));
  expect(first).toBeCloseTo(-8 / 121, 12);
});
