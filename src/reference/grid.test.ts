import { describe, expect, test } from 'vitest';
import { Grid, indices, zip } from './grid';

describe('Grid', () => {
  const grid = new Grid([2, 3], [1, 2, 3, 4, 5, 6]);

  test('is row-major', () => {
    expect(grid.get(1, 0)).toBe(4);
    expect(new Grid([2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]).get(1, 0, 0, 1)).toBe(6);
  });

  test('refuses an index outside of its borders', () => {
    expect(() => grid.get(0, 3)).toThrow('internal: [0,3,0,0] is outside of a grid of shape [2,3]');
    expect(() => grid.get(-1, 0)).toThrow('is outside of a grid of shape [2,3]');
    expect(() => grid.get(0, 0, 1)).toThrow('is outside of a grid of shape [2,3]');
    expect(() => grid.get(NaN, 0)).toThrow('is outside of a grid of shape [2,3]');
  });

  test('has zeros around it for padding, which take nothing in', () => {
    const padded = new Grid([1, 2, 2, 1], [1, 2, 3, 4]);
    expect(padded.getOrZero(0, -1, 0, 0)).toBe(0);
    expect(padded.getOrZero(0, 1, 1, 0)).toBe(4);
    padded.addOrDrop(5, 0, 2, 0, 0);
    padded.addOrDrop(5, 0, 1, 0, 0);
    expect(Array.from(padded.values)).toEqual([1, 2, 8, 4]);
  });

  test('refuses values that do not fill it', () => {
    expect(() => new Grid([2, 2], [1])).toThrow('internal: 1 values for a grid of shape [2,2]');
    expect(() => new Grid([1, 1, 1, 1, 1])).toThrow('internal: a grid has up to four axes, found [1,1,1,1,1]');
  });

  test('owns its values', () => {
    const values = new Float64Array([1, 2]);
    const copy = new Grid([2], values);
    values[0] = 9;
    expect(copy.get(0)).toBe(1);
  });
});

test('indices run through every combination, the last fastest', () => {
  expect(Array.from(indices(2, 3), ([i, j]) => `${i}${j}`)).toEqual(['00', '01', '02', '10', '11', '12']);
  expect(Array.from(indices(2, 0), ([i, j]) => `${i}${j}`)).toEqual([]);
});

test('zip combines element by element', () => {
  expect(Array.from(zip(new Grid([2], [1, 2]), new Grid([2], [10, 20]), (a, b) => a + b).values)).toEqual([11, 22]);
});
