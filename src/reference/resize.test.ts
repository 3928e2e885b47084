import { expect, test } from 'vitest';
import { image, rowsOf, valuesOf } from './literals';
import { resize } from './resize';
import { resizeGradient } from './resizeGradient';

const x = image(
  [0, 4], //
  [8, 12],
);

test('resize x=[1,2,2,1] → 4×4 nearest: every cell becomes a square', () => {
  expect(rowsOf(resize({ height: 4, width: 4, method: 'nearest' }, x))).toEqual([
    [0, 0, 4, 4],
    [0, 0, 4, 4],
    [8, 8, 12, 12],
    [8, 8, 12, 12],
  ]);
});

test('resize x=[1,2,2,1] → 4×4 bilinear: a quarter and three quarters; the border repeats', () => {
  expect(rowsOf(resize({ height: 4, width: 4, method: 'bilinear' }, x))).toEqual([
    [0, 1, 3, 4],
    [2, 3, 5, 6],
    [6, 7, 9, 10],
    [8, 9, 11, 12],
  ]);
});

test.each([
  ['nearest', 3, [0, 1, 1]],
  ['nearest', 1, [1]],
  ['bilinear', 1, [0.5]],
  ['bilinear', 2, [0, 1]],
] as const)('resize x=[1,1,2,1] → 1×%s %i', (method, width, expected) => {
  expect(valuesOf(resize({ height: 1, width, method }, image([0, 1])))).toEqual(expected);
});

test('resizeGradient dy=[1,1,4,1] → [1,1,2,1]: the shares of the forward pass', () => {
  const dy = image([1, 10, 100, 1000]);
  expect(valuesOf(resizeGradient({ inputShape: [1, 1, 2, 1], method: 'nearest' }, dy))).toEqual([11, 1100]);
  expect(valuesOf(resizeGradient({ inputShape: [1, 1, 2, 1], method: 'bilinear' }, dy))).toEqual([33.5, 1077.5]);
});
