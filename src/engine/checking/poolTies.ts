/**
 * Where max pooling has no choice. Of equal largest cells any may have the gradient; the reference takes the first, a GPU's kernels may take
 * the last, so only cells whose windows all have one largest cell can be compared there.
 */

import type { PoolAttributes } from '../../graph/graph';
import { indices, type Grid } from '../../reference/grid';

/** Row-major places of the cells of `x` [N,H,W,C] that no window with a tie sees; `dy` [N,OH,OW,C] tells how many windows there are. */
export function cellsWithoutTies({ window, stride, padding }: PoolAttributes, x: Grid, dy: Grid): Int32Array {
  const [batch, height, width, channels] = x.lengths;
  const [, rows, columns] = dy.lengths;
  const isTied = new Uint8Array(x.values.length);
  for (const [n, i, j, c] of indices(batch, rows, columns, channels)) {
    const top = i * stride[0] - (padding?.top ?? 0);
    const left = j * stride[1] - (padding?.left ?? 0);
    const places: number[] = [];
    for (const [u, v] of indices(window[0], window[1])) {
      const [row, column] = [top + u, left + v];
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      places.push(((n * height + row) * width + column) * channels + c);
    }
    const values = places.map((place) => x.values[place] ?? NaN);
    const largest = Math.max(...values);
    if (values.filter((value) => value === largest).length > 1) for (const place of places) isTied[place] = 1;
  }
  return Int32Array.from([...isTied.keys()].filter((place) => isTied[place] === 0));
}
