import { expect, test } from 'vitest';
import { valuesOf, vector } from './literals';
import { sigmoid } from './sigmoid';
import { sigmoidGradient } from './sigmoidGradient';

test('sigmoid x=[3]: a half at zero, and 3/4 where e^x is 3', () => {
  const [atZero, atLog3, atMinusLog3] = valuesOf(sigmoid({}, vector(0, Math.log(3), -Math.log(3))));
  expect(atZero).toBe(0.5);
  expect(atLog3).toBeCloseTo(0.75, 12);
  expect(atMinusLog3).toBeCloseTo(0.25, 12);
});

test('sigmoid x=[2]: does not overflow far out', () => {
  expect(valuesOf(sigmoid({}, vector(-1000, 1000)))).toEqual([0, 1]);
});

test('sigmoidGradient y=[3]: dy · y · (1 − y)', () => {
  expect(valuesOf(sigmoidGradient({}, vector(0.5, 0.25, 1), vector(4, 16, 5)))).toEqual([1, 3, 0]);
});
