/** Grids written and read as tests lay them out: rows of numbers that one can check by hand. */

import { Grid } from './grid';

/** A one-image, one-channel grid [1,H,W,1] from its rows. */
export function image(...rows: readonly (readonly number[])[]): Grid {
  return new Grid([1, rows.length, rows[0]!.length, 1], rows.flat());
}

/** A one-channel kernel [KH,KW,1,1] from its rows. */
export function kernel(...rows: readonly (readonly number[])[]): Grid {
  return new Grid([rows.length, rows[0]!.length, 1, 1], rows.flat());
}

/** A matrix [rows, columns] from its rows. */
export function matrix(...rows: readonly (readonly number[])[]): Grid {
  return new Grid([rows.length, rows[0]!.length], rows.flat());
}

export function vector(...values: readonly number[]): Grid {
  return new Grid([values.length], values);
}

export function scalar(value: number): Grid {
  return new Grid([], [value]);
}

/** The rows of a grid with one image and one channel, or of a matrix. */
export function rowsOf(grid: Grid): number[][] {
  const [height, width] = grid.shape.length === 4 ? [grid.shape[1]!, grid.shape[2]!] : [grid.shape[0]!, grid.shape[1]!];
  const values = Array.from(grid.values);
  return Array.from({ length: height }, (_, row) => values.slice(row * width, (row + 1) * width));
}

export function valuesOf(grid: Grid): number[] {
  return Array.from(grid.values);
}
