import type { OpDefinition } from '../opDefinition';
import { float32, requireLabels, requireMatrix, requireSmoothing } from '../shapeRules';

/**
 * softmaxCrossEntropy(logits[N,K], labels int32[N]) → loss[N]: minus the logarithm of the probability given to the right class,
 * one number per example.
 *
 *   loss[n] = log( e^r + Σ_k e^(logits[n,k]) ) − logits[n, labels[n]]
 *
 * The term e^r is there only with a `rejectLogit` r. It is one more class, never right, of fixed logit: a wrong class whose logit
 * lies well below r is not pushed down further. With logits = −distances and r = −j this is the criterion of 1998.
 *
 * With `labelSmoothing` a the target is not the right class alone: t[k] = (1 − a) · [k = labels[n]] + a / K, and Σ_k t[k] · logits[n,k]
 * takes the place of logits[n, labels[n]]. The reject class is never a target.
 *
 * Gradient: ∂L/∂logits[n,k] = dy[n] · (p[n,k] − t[k]), where p's denominator has the same extra term. Labels are integers and have
 * none.
 *
 * Source: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), equation 9; label smoothing: Szegedy, Vanhoucke, Ioffe, Shlens & Wojna,
 * "Rethinking the Inception Architecture" (CVPR 2016), section 7.
 */
export const softmaxCrossEntropy: OpDefinition<'softmaxCrossEntropy'> = {
  inputs: ['logits', 'labels'],
  integerInputs: ['labels'],
  shape(attributes, logits, labels) {
    requireSmoothing(attributes);
    const [batch] = requireMatrix('logits', '[N,K]', logits);
    requireLabels(labels, batch);
    return float32([batch]);
  },
  gradient: [
    ({ builder, node, dy, name }, logits, labels) =>
      builder.apply('softmaxCrossEntropyGradient', name, [logits, labels, dy], node.attributes),
    null,
  ],
  multiplyAdds: () => 0,
};
