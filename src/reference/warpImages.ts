import { directionOf } from '../tensor/trigonometry';
import { eightNumbers } from './eightNumbers';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Where each cell of y lies in x, and there the mixture of the four cells around. */
export const warpImages: ReferenceOp<'warpImages'> = (
  { stream, background },
  x,
  flip,
  shift,
  crop,
  rotate,
  seed,
  step,
) => {
  const [batch, height, width, channels] = x.lengths;
  const [centreRow, centreColumn] = [(height - 1) / 2, (width - 1) / 2];
  const moved = (u: number): number => Math.floor(u * (2 * shift.get() + 1)) - shift.get();
  const y = new Grid(x.shape);
  for (const [n, u] of eightNumbers(batch, seed.get(), stream, step.get()).entries()) {
    const mirror = u[0]! < flip.get() ? -1 : 1;
    const side = 1 - crop.get() * u[3]!;
    const rowStart = centreRow + (u[4]! - 0.5) * (1 - side) * height - moved(u[1]!);
    const columnStart = centreColumn + (u[5]! - 0.5) * (1 - side) * width - moved(u[2]!);
    const { sine, cosine } = directionOf(rotate.get() * (2 * u[6]! - 1));
    for (const [i, j, c] of indices(height, width, channels)) {
      const pixel = (row: number, column: number): number =>
        row >= 0 && row < height && column >= 0 && column < width
          ? x.get(n, row, column, c)
          : (background[c] ?? background[0]!);
      const [down, right] = [i - centreRow, mirror * (j - centreColumn)];
      const row = rowStart + side * (cosine * down - sine * right);
      const column = columnStart + side * (sine * down + cosine * right);
      const [above, left] = [Math.floor(row), Math.floor(column)];
      const [downShare, rightShare] = [row - above, column - left];
      const upper = (1 - rightShare) * pixel(above, left) + rightShare * pixel(above, left + 1);
      const lower = (1 - rightShare) * pixel(above + 1, left) + rightShare * pixel(above + 1, left + 1);
      y.set((1 - downShare) * upper + downShare * lower, n, i, j, c);
    }
  }
  return y;
};
