/** Sums and means over axes, and the way back: sum, meanOver, broadcast. */

import { expect, test } from 'vitest';
import { broadcast } from './broadcast';
import { Grid } from './grid';
import { matrix, rowsOf, valuesOf, vector } from './literals';
import { meanOver } from './meanOver';
import { sum } from './sum';

const x = matrix(
  [1, 2, 3], //
  [10, 20, 30],
);

test('sum x=[2,3] over 0: columns', () => {
  const y = sum({ axes: [0], keepDims: false }, x);
  expect(y.shape).toEqual([3]);
  expect(valuesOf(y)).toEqual([11, 22, 33]);
});
test('sum x=[2,3] over 1, kept: rows', () => {
  const y = sum({ axes: [1], keepDims: true }, x);
  expect(y.shape).toEqual([2, 1]);
  expect(valuesOf(y)).toEqual([6, 60]);
});
test('sum x=[2,3] over everything', () => expect(valuesOf(sum({ axes: [0, 1], keepDims: false }, x))).toEqual([66]));
test('sum x=[2,1,2,2] over 0,2: what is kept lies in between', () => {
  const y = sum({ axes: [0, 2], keepDims: false }, new Grid([2, 1, 2, 2], [1, 2, 3, 4, 10, 20, 30, 40]));
  expect(y.shape).toEqual([1, 2]);
  expect(valuesOf(y)).toEqual([44, 66]);
});
test('meanOver x=[2,3] over 1', () => expect(valuesOf(meanOver({ axes: [1], keepDims: false }, x))).toEqual([2, 20]));

test('broadcast [3] → [2,3] along 0', () =>
  expect(rowsOf(broadcast({ axes: [0], shape: [2, 3] }, vector(1, 2, 3)))).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]));
test('broadcast [2,1] → [2,3] along 1', () =>
  expect(rowsOf(broadcast({ axes: [1], shape: [2, 3] }, matrix([1], [2])))).toEqual([
    [1, 1, 1],
    [2, 2, 2],
  ]));
