/** Losses beside softmax cross-entropy, on numbers that one can check by hand. */

import { describe, expect, test } from 'vitest';
import { binaryCrossEntropy } from './binaryCrossEntropy';
import { hinge } from './hinge';
import { hingeGradient } from './hingeGradient';
import { matrix, rowsOf, valuesOf, vector } from './literals';
import { softDice } from './softDice';
import { softDiceGradient } from './softDiceGradient';
import { squaredError } from './squaredError';

test('squaredError x=[3]', () =>
  expect(valuesOf(squaredError({}, vector(1, 2, 3), vector(1, 4, 0)))).toEqual([0, 4, 9]));

test('binaryCrossEntropy x=[4]: ln 2 when undecided; far out the logit itself, not infinity', () => {
  const y = valuesOf(binaryCrossEntropy({}, vector(0, 0, 1000, -1000), vector(0, 0.5, 0, 1)));
  [Math.LN2, Math.LN2, 1000, 1000].forEach((expected, i) => expect(y[i]).toBeCloseTo(expected, 12));
});
test('binaryCrossEntropy x=[2]: ln(4/3) for a probability of 3/4 given to the truth', () => {
  const y = valuesOf(binaryCrossEntropy({}, vector(Math.log(3), -Math.log(3)), vector(1, 0)));
  y.forEach((value) => expect(value).toBeCloseTo(Math.log(4 / 3), 12));
});

describe('hinge', () => {
  const scores = matrix(
    [3, 1, 0], // leads by 2: enough
    [3, 2.5, 0], // leads by 0.5
    [1, 4, 4], // behind by 3, two rivals
  );
  const labels = vector(0, 0, 0);
  test('scores=[3,3]', () => expect(valuesOf(hinge({}, scores, labels))).toEqual([0, 0.5, 4]));
  test('gradient: the first of equal rivals, and the right class', () =>
    expect(rowsOf(hingeGradient({}, scores, labels, vector(1, 10, 100)))).toEqual([
      [0, 0, 0],
      [-10, 10, 0],
      [-100, 100, 0],
    ]));
});

describe('softDice smoothing=1', () => {
  const p = matrix([1, 0], [0, 0], [1, 1]);
  const t = matrix([1, 0], [0, 0], [0, 1]);
  test('x=[3,2]: equal masks, empty masks, half', () => {
    const y = valuesOf(softDice({ smoothing: 1 }, p, t));
    [0, 0, 1 - 3 / 4].forEach((expected, n) => expect(y[n]).toBeCloseTo(expected, 12));
  });
  test('gradient of the third: U = 4, D = 3/4', () => {
    const dp = rowsOf(softDiceGradient({ smoothing: 1 }, p, t, vector(0, 0, 8)));
    expect(dp[2]![0]).toBeCloseTo((2 * 8 * (3 / 4)) / 4, 12);
    expect(dp[2]![1]).toBeCloseTo((2 * 8 * (3 / 4 - 1)) / 4, 12);
  });
});
