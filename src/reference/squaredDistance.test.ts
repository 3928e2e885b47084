import { expect, test } from 'vitest';
import { matrix, rowsOf } from './literals';
import { squaredDistance } from './squaredDistance';
import { squaredDistanceGradient } from './squaredDistanceGradient';

const points = matrix(
  [0, 0], //
  [3, 4],
);
const prototypes = matrix(
  [0, 0], //
  [3, 0],
  [1, 1],
);

test('squaredDistance n=2 d=2 k=3', () => {
  expect(rowsOf(squaredDistance({}, points, prototypes))).toEqual([
    [0, 9, 2],
    [25, 16, 13],
  ]);
});

const dy = matrix(
  [1, 10, 100], //
  [1, 10, 100],
);

test('squaredDistanceGradient n=2 d=2 k=3 of points: 2 · (point − prototype) · dy, summed over prototypes', () => {
  expect(rowsOf(squaredDistanceGradient({ of: 'points' }, points, prototypes, dy))).toEqual([
    [-260, -200],
    [406, 688],
  ]);
});

test('squaredDistanceGradient n=2 d=2 k=3 of prototypes: the opposite sign, summed over points', () => {
  expect(rowsOf(squaredDistanceGradient({ of: 'prototypes' }, points, prototypes, dy))).toEqual([
    [-6, -8],
    [60, -80],
    [-200, -400],
  ]);
});
