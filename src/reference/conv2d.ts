import { convolutionSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each output is the sum over its window and all input channels of input times weight. */
export const conv2d: ReferenceOp<'conv2d'> = (attributes, x, w) => {
  const sizes = convolutionSizes(x.shape, w.shape, attributes);
  const { batch, outputHeight, outputWidth, outputChannels, kernelHeight, kernelWidth } = sizes;
  const { groupInputChannels, groupOutputChannels } = sizes;
  const y = new Grid(sizes.outputShape);
  for (const [n, i, j, o] of indices(batch, outputHeight, outputWidth, outputChannels)) {
    let sum = 0;
    const firstChannel = Math.floor(o / groupOutputChannels) * groupInputChannels;
    for (const [u, v, c] of indices(kernelHeight, kernelWidth, groupInputChannels)) {
      const row = i * sizes.strideVertical - sizes.padding.top + u * sizes.dilationVertical;
      const column = j * sizes.strideHorizontal - sizes.padding.left + v * sizes.dilationHorizontal;
      sum += x.getOrZero(n, row, column, firstChannel + c) * w.get(u, v, c, o);
    }
    y.set(sum, n, i, j, o);
  }
  return y;
};
