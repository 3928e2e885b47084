import { expect, test } from 'vitest';
import { channelScale } from './channelScale';
import { channelScaleGradient } from './channelScaleGradient';
import { matrix, rowsOf, valuesOf, vector } from './literals';

const x = matrix(
  [1, 2], //
  [3, 4],
);

test('channelScale x=[2,2]: one factor per column', () => {
  expect(rowsOf(channelScale({}, x, vector(10, 100)))).toEqual([
    [10, 200],
    [30, 400],
  ]);
});

test('channelScaleGradient x=[2,2]: value times gradient, summed per column', () => {
  const dy = matrix(
    [1, 10], //
    [100, 1000],
  );
  expect(valuesOf(channelScaleGradient({}, x, dy))).toEqual([301, 4020]);
});
