import { convolutionSizes } from '../graph/convolution';
import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Each output sends its gradient back to every input it was made of, times the weight between them. */
export const conv2dInputGradient: ReferenceOp<'conv2dInputGradient'> = (attributes, w, dy) => {
  const sizes = convolutionSizes(attributes.inputShape, w.shape, attributes);
  const { batch, outputHeight, outputWidth, outputChannels, kernelHeight, kernelWidth } = sizes;
  const { groupInputChannels, groupOutputChannels } = sizes;
  const dx = new Grid(sizes.inputShape);
  for (const [n, i, j, o] of indices(batch, outputHeight, outputWidth, outputChannels)) {
    const firstChannel = Math.floor(o / groupOutputChannels) * groupInputChannels;
    for (const [u, v, c] of indices(kernelHeight, kernelWidth, groupInputChannels)) {
      const row = i * sizes.strideVertical - sizes.padding.top + u * sizes.dilationVertical;
      const column = j * sizes.strideHorizontal - sizes.padding.left + v * sizes.dilationHorizontal;
      dx.addOrDrop(dy.get(n, i, j, o) * w.get(u, v, c, o), n, row, column, firstChannel + c);
    }
  }
  return dx;
};
