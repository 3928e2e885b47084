import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireLabels, requireMatrix, requireSameShape, requireSmoothing } from '../shapeRules';

/**
 * softmaxCrossEntropyGradient(logits[N,K], labels int32[N], dy[N]) → dlogits[N,K]: dy[n] · (p[n,k] − t[k]) with
 * p[n,k] = e^(logits[n,k]) / ( e^r + Σ_j e^(logits[n,j]) ); the term e^r only with a `rejectLogit` r; and with the
 * targets t[k] = (1 − a) · [k = labels[n]] + a / K of a `labelSmoothing` a.
 */
export const softmaxCrossEntropyGradient: OpDefinition<'softmaxCrossEntropyGradient'> = {
  inputs: ['logits', 'labels', 'dy'],
  integerInputs: ['labels'],
  shape(attributes, logits, labels, dy) {
    requireSmoothing(attributes);
    const [batch] = requireMatrix('logits', '[N,K]', logits);
    requireLabels(labels, batch);
    requireSameShape('labels', labels, 'dy', dy);
    return float32(logits);
  },
  gradient: { notDifferentiable: 'the second derivative of the loss is not needed by anything in the book' },
  multiplyAdds: (_, dlogits) => sizeOf(dlogits),
};
