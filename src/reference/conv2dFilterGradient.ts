import { convolutionSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** A weight is used at every output, so its gradient is the sum over all of them: gradient there times input there. */
export const conv2dFilterGradient: ReferenceOp<'conv2dFilterGradient'> = (attributes, x, dy) => {
  const sizes = convolutionSizes(x.shape, attributes.filterShape, attributes);
  const { batch, outputHeight, outputWidth, outputChannels, kernelHeight, kernelWidth } = sizes;
  const { groupInputChannels, groupOutputChannels } = sizes;
  const dw = new Grid(sizes.filterShape);
  for (const [n, i, j, o] of indices(batch, outputHeight, outputWidth, outputChannels)) {
    const firstChannel = Math.floor(o / groupOutputChannels) * groupInputChannels;
    for (const [u, v, c] of indices(kernelHeight, kernelWidth, groupInputChannels)) {
      const row = i * sizes.strideVertical - sizes.padding.top + u * sizes.dilationVertical;
      const column = j * sizes.strideHorizontal - sizes.padding.left + v * sizes.dilationHorizontal;
      dw.add(dy.get(n, i, j, o) * x.getOrZero(n, row, column, firstChannel + c), u, v, c, o);
    }
  }
  return dw;
};
