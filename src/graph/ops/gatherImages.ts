import { formatShape } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireImages, requireIndices } from '../shapeRules';

/**
 * gatherImages(data uint8 or float32 [M,h,w,C], indices int32[N]) → [N,H,W,C]: the images of a batch, each in the middle of a network's input
 * that may be larger, and every value normalized:
 *
 *   y[n,i,j,c] = (v − mean_c) / deviation_c   with v = data[indices[n], i − top, j − left, c], and 0 on the border
 *
 * where top = ⌊(H − h)/2⌋ and left = ⌊(W − w)/2⌋: where the border is odd, the smaller half is above and on the left. An index that no image has
 * gives NaN, not another image.
 */
export const gatherImages: OpDefinition<'gatherImages'> = {
  inputs: ['data', 'indices'],
  storedInputs: ['data'],
  integerInputs: ['indices'],
  shape({ height, width, mean, deviation }, data, indices) {
    const [, imageHeight, imageWidth, channels] = requireImages('data', data);
    const batch = requireIndices(indices);
    if (imageHeight > height || imageWidth > width) {
      return refuse({
        expected: `images of at most ${height}×${width} cells, the size of the input`,
        found: formatShape(data),
        next: 'Choose a network with an input at least as large as the images.',
      });
    }
    for (const [name, numbers] of Object.entries({ mean, deviation })) {
      if (numbers.length === 1 || numbers.length === channels) continue;
      return refuse({
        expected: `one ${name} for all channels or one for each of the ${channels}`,
        found: `${numbers.length} numbers`,
        next: 'Measure them on the training images.',
      });
    }
    return float32([batch, height, width, channels]);
  },
  gradient: { notDifferentiable: 'a data set is given, not trained, and an index has no slope' },
  multiplyAdds: () => 0,
};
