import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import { windowCells } from './poolWindow';
import type { ReferenceOp } from './referenceOp';

/** The cell that won its window gets all of the gradient; among equals the first in reading order won. */
export const maxPoolGradient: ReferenceOp<'maxPoolGradient'> = (attributes, x, dy) => {
  const sizes = poolSizes(x.shape, attributes);
  const { batch, outputHeight, outputWidth, channels } = sizes;
  const dx = new Grid(x.shape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    let largest = -Infinity;
    let winner: readonly [row: number, column: number] | null = null;
    for (const [row, column] of windowCells(sizes, i, j)) {
      const value = x.get(n, row, column, c);
      if (winner === null || value > largest) {
        largest = value;
        winner = [row, column];
      }
    }
    if (winner !== null) dx.add(dy.get(n, i, j, c), n, ...winner, c);
  }
  return dx;
};
