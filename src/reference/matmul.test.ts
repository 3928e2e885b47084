import { expect, test } from 'vitest';
import { matrix, rowsOf } from './literals';
import { matmul } from './matmul';

const a = matrix(
  [1, 2, 3], //
  [4, 5, 6],
);
const b = matrix(
  [1, 0], //
  [0, 1],
  [10, 100],
);
const aTransposed = matrix(
  [1, 4], //
  [2, 5],
  [3, 6],
);
const bTransposed = matrix(
  [1, 0, 10], //
  [0, 1, 100],
);
const product = [
  [31, 302],
  [64, 605],
];

test.each([
  ['', false, false, a, b],
  [' Aᵀ', true, false, aTransposed, b],
  [' Bᵀ', false, true, a, bTransposed],
  [' Aᵀ Bᵀ', true, true, aTransposed, bTransposed],
] as const)('matmul m=2 k=3 n=2%s', (_, transposeA, transposeB, left, right) => {
  expect(rowsOf(matmul({ transposeA, transposeB }, left, right))).toEqual(product);
});
