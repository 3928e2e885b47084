import { expect, test } from 'vitest';
import { argMax } from './argMax';
import { matrix, valuesOf } from './literals';

test('argMax x=[3,3]: the column of the largest value, the first of equals', () => {
  const x = matrix(
    [1, 3, 2], //
    [-5, -9, -7],
    [4, 8, 8],
  );
  expect(valuesOf(argMax({}, x))).toEqual([1, 0, 1]);
});
