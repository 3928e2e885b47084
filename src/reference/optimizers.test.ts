/** The update rules, by hand. */

import { describe, expect, test } from 'vitest';
import { accumulateSquares } from './accumulateSquares';
import { adadeltaDirection } from './adadeltaDirection';
import { adamUpdate } from './adamUpdate';
import { adaptiveUpdate } from './adaptiveUpdate';
import { clipFactor } from './clipFactor';
import { decayWeights } from './decayWeights';
import { scalar, valuesOf, vector } from './literals';
import { momentum } from './momentum';
import { movingAverage } from './movingAverage';
import { movingAverageOfSquares } from './movingAverageOfSquares';
import { penalize } from './penalize';
import { scaleBy } from './scaleBy';
import { sgdUpdate } from './sgdUpdate';
import { squaredNorm } from './squaredNorm';

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
      {},
      vector(1, 1),
      vector(1, -1),
      vector(8, 8),
      scalar(0.5),
      scalar(1),
      scalar(0.75),
      scalar(0.5),
      scalar(0),
    );
    expect(valuesOf(p)).toEqual([0.5, 1.5]);
  });

  test('third step: divides by 1 − decay³', () => {
    // 1 − 0.5³ = 0.875: m̂ = 0.875 / 0.875 = 1 and v̂ = 3.5 / 0.875 = 4, so the step is 1/2.
    const p = adamUpdate(
      {},
      vector(1),
      vector(0.875),
      vector(3.5),
      scalar(1),
      scalar(3),
      scalar(0.5),
      scalar(0.5),
      scalar(0),
    );
    expect(valuesOf(p)).toEqual([0.5]);
  });

  test('epsilon stands outside of the root', () => {
    const p = adamUpdate(
      {},
      vector(1),
      vector(0.5),
      vector(0.5),
      scalar(1),
      scalar(1),
      scalar(0.5),
      scalar(0.5),
      scalar(1),
    );
    // m̂ = 1, v̂ = 1: 1 − 1 / (√1 + 1). Inside the root it would be 1 − 1/√2.
    expect(valuesOf(p)).toEqual([0.5]);
  });
});

test('accumulateSquares s=[2]: s + g²', () => {
  expect(valuesOf(accumulateSquares({}, vector(1, 8), vector(3, -2)))).toEqual([10, 12]);
});

test('adaptiveUpdate p=[2]: p − rate · g / (√s + ε), ε outside of the root', () => {
  // 6 / (√4 + 1) = 2 and −6 / (√25 + 1) = −1.
  const p = adaptiveUpdate({}, vector(1, 1), vector(6, -6), vector(4, 25), scalar(0.5), scalar(1));
  expect(valuesOf(p)).toEqual([0, 1.5]);
});

test('adadeltaDirection g=[2]: g · √(u + ε) / √(v + ε), ε inside of both roots', () => {
  // √(8 + 1) / √(3 + 1) = 3/2 and √(0 + 1) / √(24 + 1) = 1/5.
  expect(valuesOf(adadeltaDirection({}, vector(4, -5), vector(3, 24), vector(8, 0), scalar(1)))).toEqual([6, -1]);
});

test('squaredNorm x=[3]: the sum of the squares', () => {
  expect(squaredNorm({}, vector(1, -2, 3)).get()).toBe(14);
});

describe('clipFactor', () => {
  const factor = (squared: number, limit: number): number => clipFactor({}, scalar(squared), scalar(limit)).get();
  test('shortens what is longer than the limit, and nothing else', () => {
    expect([factor(16, 1), factor(16, 4), factor(16, 5), factor(0, 1)]).toEqual([0.25, 1, 1, 1]);
  });
  test('a limit of 0 is none', () => expect(factor(16, 0)).toBe(1));
  test('a norm that is not a number shows', () => expect(factor(NaN, 1)).toBeNaN());
});

test('scaleBy x=[2]: factor · x', () => {
  expect(valuesOf(scaleBy({}, vector(3, -2), scalar(0.5)))).toEqual([1.5, -1]);
});

test('penalize p=[3]: g + l1 · sign(p) + l2 · p, nothing at zero', () => {
  expect(valuesOf(penalize({}, vector(1, 1, 1), vector(4, -2, 0), scalar(0.5), scalar(0.25)))).toEqual([2.5, 0, 1]);
});

test('decayWeights p=[2]: (1 − rate · decay) · p', () => {
  expect(valuesOf(decayWeights({}, vector(4, -8), scalar(0.5), scalar(0.5)))).toEqual([3, -6]);
});
