import { expect, test } from 'vitest';
import { Grid } from '../../reference/grid';
import { cellsWithoutTies } from './poolTies';

test('x=[1,2,4,1] window=2 stride=2: cells of the window with two largest are left out', () => {
  // prettier-ignore
  const x = new Grid([1, 2, 4, 1], [
    1, 5,  0, 0,
    2, 3,  0, -1,
  ]);
  const cells = cellsWithoutTies({ window: [2, 2], stride: [2, 2] }, x, new Grid([1, 1, 2, 1]));
  expect([...cells]).toEqual([0, 1, 4, 5]);
});

test('a cell that two windows see is left out when one of them has a tie; the border counts as nothing', () => {
  const x = new Grid([1, 1, 3, 1], [7, 7, 1]);
  const attributes = { window: [1, 2], stride: [1, 1], padding: { top: 0, bottom: 0, left: 0, right: 1 } } as const;
  expect([...cellsWithoutTies(attributes, x, new Grid([1, 1, 3, 1]))]).toEqual([2]);
});
