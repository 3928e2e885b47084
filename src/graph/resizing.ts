/**
 * Where the cells of a resized picture look in the original, along one axis: one pure list that every form of `resize` reads.
 *
 * Picture: both pictures lie over the same stretch, and a cell's place is its middle (half-pixel centres; corners are not aligned).
 * Cell i of `to` cells lies at (i + ½) · from/to in units of the original's cells, whose cell k has its middle at k + ½.
 */

import type { ResizeMethod } from './graph';

/** A resized cell is (1 − fraction) · cell `first` + fraction · cell `second` of the original. */
export interface Sample {
  readonly first: number;
  readonly second: number;
  readonly fraction: number;
}

/** nearest: the cell that the place lies in. bilinear: the two cells whose middles enclose it; at the border the outermost alone. */
export function resizeSamples(from: number, to: number, method: ResizeMethod): readonly Sample[] {
  return Array.from({ length: to }, (_, i) => {
    // One division of whole numbers: a place on the edge between two cells is exactly there.
    const place = ((2 * i + 1) * from) / (2 * to);
    if (method === 'nearest') {
      const cell = Math.min(Math.floor(place), from - 1);
      return { first: cell, second: cell, fraction: 0 };
    }
    const middle = Math.min(Math.max(place - 0.5, 0), from - 1);
    const first = Math.floor(middle);
    return { first, second: Math.min(first + 1, from - 1), fraction: middle - first };
  });
}
