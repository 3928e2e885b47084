import { expect, test } from 'vitest';
import { isCheckpointStep, isCopyStep, isEvaluationStep, isPointStep } from './schedule';

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

test('checkpoints: dense at first, then sixteen in each doubling, and at every evaluation', () => {
  const steps = stepsWhere((step) => isCheckpointStep(step, true), 20_000);
  expect(steps.slice(0, 24)).toEqual([...Array.from({ length: 21 }, (_, i) => i), 30, 40, 50]);
  expect(steps.filter((step) => step >= 320 && step < 400)).toEqual([320, 340, 360, 380]);
  expect(steps.filter((step) => step >= 10_240 && step < 20_480 && !isEvaluationStep(step))).toHaveLength(16 - 1);
  expect(steps.filter((step) => step > 20).every(isPointStep)).toBe(true);
  const seldom = stepsWhere((step) => isCheckpointStep(step, false), 640);
  expect(seldom.slice(0, 10)).toEqual([0, 5, 10, 15, 20, 30, 40, 50, 60, 70]);
  expect(seldom.filter((step) => step >= 320 && step < 640)).toEqual([320, 400, 480, 500, 560]);
});
