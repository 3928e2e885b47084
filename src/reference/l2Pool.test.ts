import { expect, test } from 'vitest';
import { l2Pool } from './l2Pool';
import { l2PoolGradient } from './l2PoolGradient';
import { image, rowsOf } from './literals';

const attributes = { window: [2, 2], stride: [2, 2] } as const;
const x = image(
  [3, 0, 1, 1], //
  [0, -4, -1, 1],
  [0, 0, 5, 12],
  [0, 0, 0, 0],
);

test('l2Pool x=[1,4,4,1] k=2 s=2: the length of each window', () => {
  expect(rowsOf(l2Pool(attributes, x))).toEqual([
    [5, 2],
    [0, 13],
  ]);
});

test('l2PoolGradient x=[1,4,4,1] k=2 s=2: the direction of each window; a window of zeros has none', () => {
  const dy = image(
    [5, 2], //
    [7, 13],
  );
  expect(rowsOf(l2PoolGradient(attributes, x, dy))).toEqual([
    [3, 0, 1, 1],
    [0, -4, -1, 1],
    [0, 0, 5, 12],
    [0, 0, 0, 0],
  ]);
});

test('l2Pool x=[1,4,4,1] k=2 s=4 p=1,0,1,0: padding adds nothing to a length', () => {
  const padding = { top: 1, bottom: 0, left: 1, right: 0 };
  expect(rowsOf(l2Pool({ window: [2, 2], stride: [4, 4], padding }, x))).toEqual([[3]]);
  expect(rowsOf(l2PoolGradient({ window: [2, 2], stride: [4, 4], padding }, x, image([7])))).toEqual([
    [7, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
});
