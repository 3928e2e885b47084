import { expect, test } from 'vitest';
import { gramMatrix } from './gramMatrix';
import { gramMatrixGradient } from './gramMatrixGradient';
import { Grid } from './grid';
import { valuesOf } from './literals';

// Two places, two channels: the first channel 1 and 3, the second 2 and 4.
const x = new Grid([1, 1, 2, 2], [1, 2, 3, 4]);

test('gramMatrix x=[1,1,2,2]: over H·W·C = 4', () => {
  const y = gramMatrix({}, x);
  expect(y.shape).toEqual([1, 2, 2]);
  expect(valuesOf(y)).toEqual([10 / 4, 14 / 4, 14 / 4, 20 / 4]);
});

test('gramMatrixGradient x=[1,1,2,2]: an entry off the diagonal mixes the channels', () =>
  expect(valuesOf(gramMatrixGradient({}, x, new Grid([1, 2, 2], [0, 4, 0, 0])))).toEqual([2, 1, 4, 3]));
