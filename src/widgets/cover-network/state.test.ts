import { describe, expect, test } from 'vitest';
import type { Predictions } from '../../engine/protocol';
import {
  accuracyOf,
  accuracyWords,
  answersOf,
  kernelsOf,
  lastStep,
  pressFor,
  shouldLearn,
  stateWords,
  stepsUntilNextLook,
} from './state';
import type { CoverState } from './state';

const going: CoverState = { intent: 'go', isVisible: true, step: 12, isUnavailable: false };
const predictions: Predictions = {
  step: 12,
  split: 'test',
  labels: Uint8Array.of(7, 2, 1, 0),
  predicted: Uint8Array.of(7, 2, 1, 6),
  confidence: Float32Array.of(0.9, 0.8, 0.7, 0.4),
};

describe('shouldLearn', () => {
  test.each<[string, Partial<CoverState>, boolean]>([
    ['on screen', {}, true],
    ['off screen', { isVisible: false }, false],
    ['paused by the reader', { intent: 'pause' }, false],
    ['reduced motion: not before Start', { intent: 'wait' }, false],
    ['finished', { step: lastStep }, false],
    ['no engine here', { isUnavailable: true }, false],
  ])('%s', (_, change, expected) => {
    expect(shouldLearn({ ...going, ...change })).toBe(expected);
  });
});

test('the steps between two looks add up to the last step exactly', () => {
  let step = 0;
  let looks = 0;
  while (step < lastStep) {
    step += stepsUntilNextLook(step, 100);
    looks += 1;
  }
  expect(step).toBe(lastStep);
  expect(looks).toBeLessThan(45);
  expect(stepsUntilNextLook(lastStep, 100)).toBe(0);
  expect([0, 100, 500, 1000, 9000].map((lookMs) => stepsUntilNextLook(0, lookMs))).toEqual([4, 4, 8, 16, 16]);
});

test('one button: Start, Pause, Continue, Again', () => {
  expect(pressFor({ intent: 'wait', step: 0 })).toBe('start');
  expect(pressFor({ intent: 'go', step: 0 })).toBe('pause');
  expect(pressFor({ intent: 'pause', step: 30 })).toBe('continue');
  expect(pressFor({ intent: 'wait', step: 30 })).toBe('continue');
  expect(pressFor({ intent: 'go', step: lastStep })).toBe('again');
});

test('says where it stands', () => {
  expect(stateWords(going, 32)).toBe('step 12 · 384 images seen');
  expect(stateWords({ ...going, isVisible: false }, 32)).toBe('paused at step 12 · 384 images seen');
  expect(stateWords({ ...going, intent: 'pause', step: 0 }, 32)).toBe('not trained yet');
  expect(stateWords({ ...going, step: 0 }, 32)).toBe('making digits to learn from');
  expect(stateWords({ ...going, step: lastStep }, 32)).toBe('finished at step 625 · 20,000 images seen');
});

test('accuracy counts the whole test set, answers the digits shown', () => {
  expect(accuracyOf(null)).toBeNull();
  expect(accuracyOf(predictions)).toBe(0.75);
  expect(accuracyWords(predictions)).toBe('75.0\u00a0%');
  expect(accuracyWords(null)).toBe('–');
  expect(answersOf(predictions).map(({ isRight }) => isRight)).toEqual([true, true, true, false]);
  expect(answersOf(predictions)[3]).toEqual({ label: 0, predicted: 6, isRight: false });
});

test('kernels of [2,2,1,3]: one row-major picture per filter', () => {
  //                        filter 0, 1, 2 at each of the four cells
  const values = Float32Array.of(1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400);
  expect(kernelsOf(values, [2, 2, 1, 3]).map((kernel) => [...kernel.values])).toEqual([
    [1, 2, 3, 4],
    [10, 20, 30, 40],
    [100, 200, 300, 400],
  ]);
});
