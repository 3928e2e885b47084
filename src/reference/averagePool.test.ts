import { expect, test } from 'vitest';
import { averagePool } from './averagePool';
import { averagePoolGradient } from './averagePoolGradient';
import { image, rowsOf } from './literals';

test('averagePool x=[1,2,4,1] k=2 s=2', () => {
  const x = image(
    [1, 2, 0, 0], //
    [3, 6, 0, -4],
  );
  expect(rowsOf(averagePool({ window: [2, 2], stride: [2, 2] }, x))).toEqual([[3, -1]]);
});

test('averagePoolGradient x=[1,2,5,1] k=2 s=2: equal shares, nothing where no window was', () => {
  const attributes = { window: [2, 2], stride: [2, 2], inputShape: [1, 2, 5, 1] } as const;
  expect(rowsOf(averagePoolGradient(attributes, image([4, 40])))).toEqual([
    [1, 1, 10, 10, 0],
    [1, 1, 10, 10, 0],
  ]);
});

test('averagePoolGradient x=[1,1,3,1] k=1×2 s=1: shares add up where windows overlap', () => {
  const attributes = { window: [1, 2], stride: [1, 1], inputShape: [1, 1, 3, 1] } as const;
  expect(rowsOf(averagePoolGradient(attributes, image([2, 20])))).toEqual([[1, 11, 10]]);
});

const around = { top: 1, bottom: 1, left: 1, right: 1 };

test('averagePool x=[1,2,3,1] k=3 s=1 p=1,1,1,1: padding is not counted', () => {
  const x = image(
    [1, 2, 3], //
    [4, 5, 9],
  );
  // Means of four, six and four cells.
  expect(rowsOf(averagePool({ window: [3, 3], stride: [1, 1], padding: around }, x))).toEqual([
    [3, 4, 4.75],
    [3, 4, 4.75],
  ]);
});

test('averagePoolGradient x=[1,2,3,1] k=3 s=2 p=1,1,1,1: shares of the cells that are there', () => {
  const attributes = { window: [3, 3], stride: [2, 2], padding: around, inputShape: [1, 2, 3, 1] } as const;
  expect(rowsOf(averagePoolGradient(attributes, image([4, 40])))).toEqual([
    [1, 11, 10],
    [1, 11, 10],
  ]);
});
