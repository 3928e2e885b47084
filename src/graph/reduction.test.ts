import { describe, expect, test } from 'vitest';
import { folds, reducedCount, reducedShape } from './reduction';

describe('folds', () => {
  test('x=[2,3,5,7] over 1,2: one fold of neighbouring axes', () =>
    expect(folds([2, 3, 5, 7], [1, 2])).toEqual([{ outer: 2, middle: 15, inner: 7 }]));
  test('x=[2,3,5,7] over 0,2: the last first, then what is left of the others', () =>
    expect(folds([2, 3, 5, 7], [0, 2])).toEqual([
      { outer: 6, middle: 5, inner: 7 },
      { outer: 1, middle: 2, inner: 21 },
    ]));
  test('x=[2,3] over everything', () => expect(folds([2, 3], [0, 1])).toEqual([{ outer: 1, middle: 6, inner: 1 }]));
});

test('reducedShape x=[2,3,5] over 0,2', () => {
  expect(reducedShape([2, 3, 5], [0, 2], false)).toEqual([3]);
  expect(reducedShape([2, 3, 5], [0, 2], true)).toEqual([1, 3, 1]);
  expect(reducedCount([2, 3, 5], [0, 2])).toBe(10);
});
