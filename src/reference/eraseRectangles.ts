import { eightNumbers } from './eightNumbers';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** x, but 0 inside the rectangle of each image that has one. */
export const eraseRectangles: ReferenceOp<'eraseRectangles'> = ({ stream }, x, probability, size, seed, step) => {
  const [batch, height, width, channels] = x.lengths;
  const y = new Grid(x.shape, x.values);
  for (const [n, u] of eightNumbers(batch, seed.get(), stream, step.get()).entries()) {
    if (u[0]! >= probability.get()) continue;
    const rows = Math.floor(u[1]! * (size.get() * height + 1));
    const columns = Math.floor(u[2]! * (size.get() * width + 1));
    const top = Math.floor(u[3]! * height) - Math.floor(rows / 2);
    const left = Math.floor(u[4]! * width) - Math.floor(columns / 2);
    for (const [i, j, c] of indices(height, width, channels)) {
      if (i >= top && i < top + rows && j >= left && j < left + columns) y.set(0, n, i, j, c);
    }
  }
  return y;
};
