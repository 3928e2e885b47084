import { imageSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Every cell of a map had an equal share in its mean. */
export const globalAveragePoolGradient: ReferenceOp<'globalAveragePoolGradient'> = ({ inputShape }, dy) => {
  const { batch, height, width, channels } = imageSizes(inputShape);
  const dx = new Grid(inputShape);
  for (const [n, i, j, c] of indices(batch, height, width, channels)) {
    dx.set(dy.get(n, c) / (height * width), n, i, j, c);
  }
  return dx;
};
