import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireLabels, requireMatrix, requireSameShape } from '../shapeRules';

/**
 * softmaxCrossEntropyGradient(logits[N,K], labels int32[N], dy[N]) → dlogits[N,K]: dy[n] · (p[n,k] − [k = labels[n]]) with
 * p[n,k] = e^(logits[n,k]) / ( e^r + Σ_j e^(logits[n,j]) ); the term e^r only with a `rejectLogit` r.
 */
export const softmaxCrossEntropyGradient: OpDefinition<'softmaxCrossEntropyGradient'> = {
  inputs: ['logits', 'labels', 'dy'],
  integerInputs: ['labels'],
  shape(_, logits, labels, dy) {
    const [batch] = requireMatrix('logits', '[N,K]', logits);
    requireLabels(labels, batch);
    requireSameShape('labels', labels, 'dy', dy);
    return float32(logits);
  },
  gradient: { notDifferentiable: 'the second derivative of the loss is not needed by anything in the book' },
  multiplyAdds: (_, dlogits) => sizeOf(dlogits),
};
