/** The ops without a gradient op of their own: add, multiply, scale, reshape. */

import { expect, test } from 'vitest';
import { add } from './add';
import { matrix, rowsOf, valuesOf, vector } from './literals';
import { multiply } from './multiply';
import { reshape } from './reshape';
import { scale } from './scale';

test('add x=[3]', () => expect(valuesOf(add({}, vector(1, 2, 3), vector(10, 20, 30)))).toEqual([11, 22, 33]));
test('multiply x=[3]: a mask closes what is 0', () =>
  expect(valuesOf(multiply({}, vector(1, 2, 3), vector(1, 0, 1)))).toEqual([1, 0, 3]));
test('scale x=[3] factor=−2', () => expect(valuesOf(scale({ factor: -2 }, vector(1, 2, 3)))).toEqual([-2, -4, -6]));

test('reshape x=[2,3] → [3,2]: the same values in reading order, in an array of its own', () => {
  const x = matrix(
    [1, 2, 3], //
    [4, 5, 6],
  );
  const y = reshape({ shape: [3, 2] }, x);
  expect(rowsOf(y)).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  y.set(99, 0, 0);
  expect(x.get(0, 0)).toBe(1);
});
