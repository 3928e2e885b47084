import type { OpDefinition } from '../opDefinition';
import { float32, requireLabels, requireMatrix, requireSameShape } from '../shapeRules';

/**
 * hingeGradient(scores[N,K], labels int32[N], dy[N]) → dscores[N,K]: where the loss of row n is positive, dy[n] at the first largest
 * wrong class and −dy[n] at labels[n]; else 0.
 */
export const hingeGradient: OpDefinition<'hingeGradient'> = {
  inputs: ['scores', 'labels', 'dy'],
  integerInputs: ['labels'],
  shape(_, scores, labels, dy) {
    const [batch] = requireMatrix('scores', '[N,K]', scores);
    requireLabels(labels, batch);
    requireSameShape('labels', labels, 'dy', dy);
    return float32(scores);
  },
  gradient: { notDifferentiable: 'the hinge has no second derivative but at its corner, where it has none at all' },
  multiplyAdds: () => 0,
};
