import { expect, test } from 'vitest';
import { valuesOf, vector } from './literals';
import { tanh } from './tanh';
import { tanhGradient } from './tanhGradient';

test('tanh x=[3] A=1 S=1: odd, and 3/5 where e^x is 2', () => {
  const [atZero, atLog2, atMinusLog2] = valuesOf(
    tanh({ amplitude: 1, slope: 1 }, vector(0, Math.log(2), -Math.log(2))),
  );
  expect(atZero).toBe(0);
  expect(atLog2).toBeCloseTo(0.6, 12);
  expect(atMinusLog2).toBeCloseTo(-0.6, 12);
});

test('tanh x=[2] A=1.7159 S=2/3: f(1) = 1 and f(−1) = −1, as the paper has it', () => {
  const [atOne, atMinusOne] = valuesOf(tanh({ amplitude: 1.7159, slope: 2 / 3 }, vector(1, -1)));
  expect(atOne).toBeCloseTo(1, 4);
  expect(atMinusOne).toBeCloseTo(-1, 4);
});

test('tanhGradient y=[3] A=2 S=3: dy · S/A · (A² − y²)', () => {
  expect(valuesOf(tanhGradient({ amplitude: 2, slope: 3 }, vector(0, 1, 2), vector(1, 2, 5)))).toEqual([6, 9, 0]);
});
