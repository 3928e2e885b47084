import { formatShape } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { requireIndices } from '../shapeRules';

/**
 * gatherLabels(data uint8[M], indices int32[N]) → int32[N]: the labels of a batch, y[n] = data[indices[n]]. An index that no image has gives
 * −1, which is no class.
 */
export const gatherLabels: OpDefinition<'gatherLabels'> = {
  inputs: ['data', 'indices'],
  byteInputs: ['data'],
  integerInputs: ['indices'],
  shape(_, data, indices) {
    const batch = requireIndices(indices);
    if (data.length !== 1) {
      return refuse({
        expected: 'data of shape [M], one label for each image',
        found: formatShape(data),
        next: 'Labels are class indices, not one-hot vectors.',
      });
    }
    return { shape: [batch], dtype: 'int32' };
  },
  gradient: { notDifferentiable: 'a data set is given, not trained, and a label has no slope' },
  multiplyAdds: () => 0,
};
