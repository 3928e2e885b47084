import { expect, test } from 'vitest';
import { layerNormalization } from './layerNormalization';
import { layerNormalizationGradient } from './layerNormalizationGradient';
import { matrix, rowsOf } from './literals';

/** Means 4 and 0, variances 9 and 0. */
const x = matrix(
  [1, 7, 1, 7], //
  [0, 0, 0, 0],
);

test('layerNormalization x=[2,4]: each row by itself; a row without variance stays where it is', () => {
  expect(rowsOf(layerNormalization({ epsilon: 7 }, x))).toEqual([
    [-0.75, 0.75, -0.75, 0.75],
    [0, 0, 0, 0],
  ]);
});

test('layerNormalizationGradient x=[2,4]: what moves the mean or the variance is taken out', () => {
  const dy = matrix(
    [8, 0, 0, 0], //
    [4, 0, 0, 0],
  );
  // Row 1: the mean of dy is 2, of dy · y −1.5; (8 − 2 − 1.125) / 4 and so on. Row 2: the mean is 1, divided by √16 − 0 = 4.
  expect(rowsOf(layerNormalizationGradient({ epsilon: 16 - 9 }, x, dy))[0]).toEqual([
    (8 - 2 - 0.75 * 1.5) / 4,
    (-2 + 0.75 * 1.5) / 4,
    (-2 - 0.75 * 1.5) / 4,
    (-2 + 0.75 * 1.5) / 4,
  ]);
  expect(rowsOf(layerNormalizationGradient({ epsilon: 16 }, x, dy))[1]).toEqual([0.75, -0.25, -0.25, -0.25]);
});
