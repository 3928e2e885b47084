/** The update rules, by hand. */

import { describe, expect, test } from 'vitest';
import { adamUpdate } from './adamUpdate';
import { scalar, valuesOf, vector } from './literals';
import { momentum } from './momentum';
import { movingAverage } from './movingAverage';
import { movingAverageOfSquares } from './movingAverageOfSquares';
import { sgdUpdate } from './sgdUpdate';

test('sgdUpdate p=[2]: p − rate · direction', () => {
  expect(valuesOf(sgdUpdate({}, vector(1, 2), vector(4, -4), scalar(0.25)))).toEqual([0, 3]);
});

test('momentum v=[2]: decay · v + g', () => {
  expect(valuesOf(momentum({}, vector(8, -8), vector(1, 2), scalar(0.5)))).toEqual([5, -2]);
});

test('movingAverage m=[2]: decay · m + (1 − decay) · g', () => {
  expect(valuesOf(movingAverage({}, vector(8, -8), vector(4, 4), scalar(0.75)))).toEqual([7, -5]);
});

test('movingAverageOfSquares v=[2]: decay · v + (1 − decay) · g²', () => {
  expect(valuesOf(movingAverageOfSquares({}, vector(8, 0), vector(4, -2), scalar(0.75)))).toEqual([10, 1]);
});

describe('adamUpdate', () => {
  test('first step: the corrected moments are g and g², so the step is one learning rate long', () => {
    // g = 4 and −4; decays 0.75 and 0.5: m = g / 4, v = g² / 2.
    const p = adamUpdate(
      { epsilon: 0 },
      vector(1, 1),
      vector(1, -1),
      vector(8, 8),
      scalar(0.5),
      scalar(1),
      scalar(0.75),
      scalar(0.5),
    );
    expect(valuesOf(p)).toEqual([0.5, 1.5]);
  });

  test('third step: divides by 1 − decay³', () => {
    // 1 − 0.5³ = 0.875: m̂ = 0.875 / 0.875 = 1 and v̂ = 3.5 / 0.875 = 4, so the step is 1/2.
    const p = adamUpdate(
      { epsilon: 0 },
      vector(1),
      vector(0.875),
      vector(3.5),
      scalar(1),
      scalar(3),
      scalar(0.5),
      scalar(0.5),
    );
    expect(valuesOf(p)).toEqual([0.5]);
  });

  test('epsilon stands outside of the root', () => {
    const p = adamUpdate(
      { epsilon: 1 },
      vector(1),
      vector(0.5),
      vector(0.5),
      scalar(1),
      scalar(1),
      scalar(0.5),
      scalar(0.5),
    );
    // m̂ = 1, v̂ = 1: 1 − 1 / (√1 + 1). Inside the root it would be 1 − 1/√2.
    expect(valuesOf(p)).toEqual([0.5]);
  });
});
