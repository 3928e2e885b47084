import { expect, test } from 'vitest';
import { classBalance, meanImages } from './meanImages';

test('means and counts of three images of 1×2 in two of three classes', () => {
  const images = {
    count: 3,
    shape: [1, 2, 1],
    pixels: Uint8Array.of(10, 20, 30, 40, 255, 0),
    labels: Uint8Array.of(0, 0, 2),
  } as const;
  const { counts, all, byClass } = meanImages(images, 3);
  expect([...counts]).toEqual([2, 0, 1]);
  expect([...all]).toEqual([Math.fround(295 / 3), 20]);
  expect([...byClass]).toEqual([20, 30, 0, 0, 255, 0]);
});

test('labels beyond the classes are not counted', () => {
  expect([...classBalance(Uint8Array.of(0, 1, 1, 9), 2)]).toEqual([1, 2]);
});
