import { formatShape } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireLabels, requireMatrix } from '../shapeRules';

/**
 * hinge(scores[N,K], labels int32[N]) → loss[N]: how far the right class is from leading its strongest rival by 1, in the form of
 * Crammer and Singer (not the sum over all rivals of Weston and Watkins, nor one against all):
 *
 *   loss[n] = max( 0, 1 + max over k ≠ labels[n] of scores[n,k] − scores[n, labels[n]] )
 *
 * Gradient: where the loss is positive, dy[n] for the rival (of equals, the first) and −dy[n] for the right class; else 0.
 *
 * Source: Crammer & Singer, "On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines", JMLR 2 (2001).
 */
export const hinge: OpDefinition<'hinge'> = {
  inputs: ['scores', 'labels'],
  integerInputs: ['labels'],
  shape(_, scores, labels) {
    const [batch, classes] = requireMatrix('scores', '[N,K]', scores);
    requireLabels(labels, batch);
    if (classes < 2) {
      refuse({
        expected: 'scores of at least two classes',
        found: formatShape(scores),
        next: 'A single class has no rival; use binaryCrossEntropy for yes or no.',
      });
    }
    return float32([batch]);
  },
  gradient: [
    ({ builder, dy, name }, scores, labels) => builder.apply('hingeGradient', name, [scores, labels, dy], {}),
    null,
  ],
  multiplyAdds: () => 0,
};
