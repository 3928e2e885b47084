import { poolSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The cell that won its window gets all of the gradient; among equals the first in reading order won. */
export const maxPoolGradient: ReferenceOp<'maxPoolGradient'> = (attributes, x, dy) => {
  const sizes = poolSizes(x.shape, attributes);
  const { batch, outputHeight, outputWidth, channels, windowHeight, windowWidth } = sizes;
  const dx = new Grid(x.shape);
  for (const [n, i, j, c] of indices(batch, outputHeight, outputWidth, channels)) {
    let largest = -Infinity;
    let [winnerRow, winnerColumn] = [0, 0];
    for (const [u, v] of indices(windowHeight, windowWidth)) {
      const row = i * sizes.strideVertical + u;
      const column = j * sizes.strideHorizontal + v;
      const value = x.get(n, row, column, c);
      if (value > largest) {
        largest = value;
        [winnerRow, winnerColumn] = [row, column];
      }
    }
    dx.add(dy.get(n, i, j, c), n, winnerRow, winnerColumn, c);
  }
  return dx;
};
