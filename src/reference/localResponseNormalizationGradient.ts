import { Grid, indices } from './grid';
import { neighbours } from './localResponseNormalization';
import type { ReferenceOp } from './referenceOp';

/** A value makes its own output larger and, through the sums, its neighbours' outputs smaller. */
export const localResponseNormalizationGradient: ReferenceOp<'localResponseNormalizationGradient'> = (
  { size, k, alpha, beta },
  x,
  dy,
) => {
  const channels = x.shape.at(-1) ?? 1;
  const dx = new Grid(x.shape);
  for (const [place, d] of indices(x.values.length / channels, channels)) {
    const at = (c: number): number => place * channels + c;
    const near = neighbours(d, size, channels);
    const sum = k + alpha * near.reduce((squares, c) => squares + x.values[at(c)]! ** 2, 0);
    const slope = dy.values[at(d)]!;
    dx.values[at(d)]! += slope / sum ** beta;
    for (const c of near) {
      dx.values[at(c)]! -= (2 * alpha * beta * x.values[at(c)]! * slope * x.values[at(d)]!) / sum ** (beta + 1);
    }
  }
  return dx;
};
