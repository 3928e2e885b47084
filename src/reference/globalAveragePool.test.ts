import { expect, test } from 'vitest';
import { globalAveragePool } from './globalAveragePool';
import { globalAveragePoolGradient } from './globalAveragePoolGradient';
import { Grid } from './grid';
import { rowsOf, valuesOf } from './literals';

test('globalAveragePool x=[2,1,2,2]: one number per image and channel', () => {
  const x = new Grid([2, 1, 2, 2], [1, 10, 3, 30, 5, 50, 7, 90]);
  expect(rowsOf(globalAveragePool({}, x))).toEqual([
    [2, 20],
    [6, 70],
  ]);
});

test('globalAveragePoolGradient x=[1,2,2,1]: a quarter each', () => {
  const dx = globalAveragePoolGradient({ inputShape: [1, 2, 2, 1] }, new Grid([1, 1], [8]));
  expect(dx.shape).toEqual([1, 2, 2, 1]);
  expect(valuesOf(dx)).toEqual([2, 2, 2, 2]);
});
