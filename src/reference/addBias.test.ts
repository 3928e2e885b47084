import { expect, test } from 'vitest';
import { addBias } from './addBias';
import { biasGradient } from './biasGradient';
import { Grid } from './grid';
import { matrix, rowsOf, valuesOf, vector } from './literals';

test('addBias x=[2,3]: one number per column', () => {
  const x = matrix(
    [1, 2, 3], //
    [4, 5, 6],
  );
  expect(rowsOf(addBias({}, x, vector(10, 20, 30)))).toEqual([
    [11, 22, 33],
    [14, 25, 36],
  ]);
});

test('addBias x=[1,1,2,2]: channels are the last axis', () => {
  expect(valuesOf(addBias({}, new Grid([1, 1, 2, 2], [1, 2, 3, 4]), vector(10, 20)))).toEqual([11, 22, 13, 24]);
});

test('biasGradient dy=[2,3]: sums over everything but the channel', () => {
  const dy = matrix(
    [1, 2, 3], //
    [4, 5, 6],
  );
  expect(valuesOf(biasGradient({}, dy))).toEqual([5, 7, 9]);
});
