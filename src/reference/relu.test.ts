import { expect, test } from 'vitest';
import { valuesOf, vector } from './literals';
import { relu } from './relu';
import { reluGradient } from './reluGradient';

test('relu x=[5]: negative values become zero', () => {
  expect(valuesOf(relu({}, vector(-2, -0.5, 0, 0.5, 2)))).toEqual([0, 0, 0, 0.5, 2]);
});

test('reluGradient y=[4]: passes where the output is positive, not at zero', () => {
  expect(valuesOf(reluGradient({}, vector(0, 0.5, 2, 0), vector(1, 10, 100, 1000)))).toEqual([0, 10, 100, 0]);
});
