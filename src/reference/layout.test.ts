/** Ops that only move values: slice, pad, flip, concatenate. */

import { expect, test } from 'vitest';
import { concatenate } from './concatenate';
import { flip } from './flip';
import { Grid } from './grid';
import { image, matrix, rowsOf, valuesOf } from './literals';
import { pad } from './pad';
import { slice } from './slice';

const x = image(
  [1, 2, 3], //
  [4, 5, 6],
  [7, 8, 9],
);

test('slice x=[1,3,3,1]: the lower right corner', () =>
  expect(rowsOf(slice({ start: [0, 1, 1, 0], size: [1, 2, 2, 1] }, x))).toEqual([
    [5, 6],
    [8, 9],
  ]));

test('pad x=[2,2]: one row above, one column left, two right', () => {
  const inner = matrix([1, 2], [3, 4]);
  expect(rowsOf(pad({ before: [1, 1], after: [0, 2] }, inner))).toEqual([
    [0, 0, 0, 0, 0],
    [0, 1, 2, 0, 0],
    [0, 3, 4, 0, 0],
  ]);
});

test('flip x=[1,3,3,1]: left and right; both ways', () => {
  expect(rowsOf(flip({ axes: [2] }, x))).toEqual([
    [3, 2, 1],
    [6, 5, 4],
    [9, 8, 7],
  ]);
  expect(rowsOf(flip({ axes: [1, 2] }, x))).toEqual([
    [9, 8, 7],
    [6, 5, 4],
    [3, 2, 1],
  ]);
});

test('concatenate [2,1] and [2,2] along 1', () =>
  expect(rowsOf(concatenate({ axis: 1 }, matrix([1], [2]), matrix([10, 11], [20, 21])))).toEqual([
    [1, 10, 11],
    [2, 20, 21],
  ]));
test('concatenate [1,1,2,1] and [1,1,2,2] along 3: channels of each place stand together', () => {
  const y = concatenate({ axis: 3 }, new Grid([1, 1, 2, 1], [1, 2]), new Grid([1, 1, 2, 2], [10, 11, 20, 21]));
  expect(y.shape).toEqual([1, 1, 2, 3]);
  expect(valuesOf(y)).toEqual([1, 10, 11, 2, 20, 21]);
});
