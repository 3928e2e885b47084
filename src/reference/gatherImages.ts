import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The image of each index in the middle of the input; the border is background, the value 0. */
export const gatherImages: ReferenceOp<'gatherImages'> = ({ height, width, mean, deviation }, data, chosen) => {
  const batch = chosen.shape[0]!;
  const [count, imageHeight, imageWidth, channels] = data.lengths;
  const top = Math.floor((height - imageHeight) / 2);
  const left = Math.floor((width - imageWidth) / 2);
  const y = new Grid([batch, height, width, channels]);
  for (const [n, i, j, c] of indices(batch, height, width, channels)) {
    const image = chosen.get(n);
    const value = image >= 0 && image < count ? data.getOrZero(image, i - top, j - left, c) : NaN;
    y.set((value - (mean[c] ?? mean[0]!)) / (deviation[c] ?? deviation[0]!), n, i, j, c);
  }
  return y;
};
