import { describe, expect, test } from 'vitest';
import { image, rowsOf } from './literals';
import { maxPool } from './maxPool';
import { maxPoolGradient } from './maxPoolGradient';

const around = { top: 1, bottom: 1, left: 1, right: 1 };

describe('maxPool', () => {
  test('x=[1,4,4,1] k=2 s=2', () => {
    const x = image(
      [1, 2, 0, 0], //
      [3, 4, 0, -1],
      [-5, -6, 7, 7],
      [-7, -8, 7, 7],
    );
    expect(rowsOf(maxPool({ window: [2, 2], stride: [2, 2] }, x))).toEqual([
      [4, 0],
      [-5, 7],
    ]);
  });

  test('x=[1,3,3,1] k=2 s=2: what no window reaches is left out', () => {
    const x = image(
      [1, 2, 9], //
      [3, 4, 9],
      [9, 9, 9],
    );
    expect(rowsOf(maxPool({ window: [2, 2], stride: [2, 2] }, x))).toEqual([[4]]);
  });

  test('x=[1,2,3,1] k=3 s=1 p=1,1,1,1: padding never wins, not even over negative values', () => {
    const x = image(
      [-1, -2, -3], //
      [-6, -5, -4],
    );
    expect(rowsOf(maxPool({ window: [3, 3], stride: [1, 1], padding: around }, x))).toEqual([
      [-1, -1, -2],
      [-1, -1, -2],
    ]);
  });
});

describe('maxPoolGradient', () => {
  test('x=[1,4,4,1] k=2 s=2: the winner takes it all; of equals, the first in reading order', () => {
    const x = image(
      [1, 2, 0, 5], //
      [3, 4, 5, 5],
      [-5, -6, 7, 7],
      [-7, -8, 7, 7],
    );
    const dy = image(
      [1, 10], //
      [100, 1000],
    );
    expect(rowsOf(maxPoolGradient({ window: [2, 2], stride: [2, 2] }, x, dy))).toEqual([
      [0, 0, 0, 10],
      [0, 1, 0, 0],
      [100, 0, 1000, 0],
      [0, 0, 0, 0],
    ]);
  });

  test('x=[1,3,3,1] k=2 s=1: a cell that wins four windows gets all four', () => {
    const x = image(
      [0, 0, 0], //
      [0, 9, 0],
      [0, 0, 0],
    );
    const dy = image(
      [1, 10], //
      [100, 1000],
    );
    expect(rowsOf(maxPoolGradient({ window: [2, 2], stride: [1, 1] }, x, dy))).toEqual([
      [0, 0, 0],
      [0, 1111, 0],
      [0, 0, 0],
    ]);
  });

  test('x=[1,2,3,1] k=3 s=2 p=1,1,1,1: all of dy stays inside, at the first of equals', () => {
    const x = image(
      [-7, -7, -2], //
      [-7, -7, -9],
    );
    const dy = image([1, 10]);
    expect(rowsOf(maxPoolGradient({ window: [3, 3], stride: [2, 2], padding: around }, x, dy))).toEqual([
      [1, 0, 10],
      [0, 0, 0],
    ]);
  });
});
