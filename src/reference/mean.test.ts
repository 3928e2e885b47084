import { expect, test } from 'vitest';
import { matrix, rowsOf, scalar, valuesOf } from './literals';
import { mean } from './mean';
import { meanGradient } from './meanGradient';

test('mean x=[2,2]', () => {
  const y = mean({}, matrix([1, 2], [3, 6]));
  expect(y.shape).toEqual([]);
  expect(valuesOf(y)).toEqual([3]);
});

test('meanGradient shape=[2,2]: equal shares', () => {
  expect(rowsOf(meanGradient({ shape: [2, 2] }, scalar(8)))).toEqual([
    [2, 2],
    [2, 2],
  ]);
});
