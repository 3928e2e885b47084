import { expect, test } from 'vitest';
import { isCopyStep, isEvaluationStep, isPointStep } from './schedule';

const stepsWhere = (predicate: (step: number) => boolean, upTo: number): number[] =>
  Array.from({ length: upTo + 1 }, (_, step) => step).filter(predicate);

test('evaluations: the first number early, then every 500 steps', () => {
  expect(stepsWhere(isEvaluationStep, 2000)).toEqual([100, 250, 500, 1000, 1500, 2000]);
});

test('points: every step at first, then every tenth', () => {
  expect(stepsWhere(isPointStep, 50)).toEqual([...Array.from({ length: 20 }, (_, i) => i + 1), 30, 40, 50]);
});

test('copies of the weights: seldom where reading waits for a GPU', () => {
  expect(stepsWhere((step) => isCopyStep(step, true), 200)).toEqual([0, 50, 100, 150, 200]);
  expect(stepsWhere((step) => isCopyStep(step, false), 400)).toEqual([0, 200, 400]);
});
