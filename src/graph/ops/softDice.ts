import { sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * softDice(probabilities[N,…], targets[N,…]) → loss[N]: 1 minus the overlap of two masks, one number per example, over all its
 * other axes together:
 *
 *   loss = 1 − (2 Σ p t + s) / (Σ p² + Σ t² + s)
 *
 * `smoothing` s > 0 keeps two empty masks at a loss of 0 instead of 0 / 0. For a loss per class, give one class at a time.
 *
 * Gradient: with D = (2 Σ p t + s) / U and U = Σ p² + Σ t² + s, ∂L/∂p = 2 dy · (p D − t) / U; t stands in the formula as p does.
 *
 * Source: Milletari, Navab & Ahmadi, "V-Net" (3DV 2016), section 3, with the smoothing added.
 */
export const softDice: OpDefinition<'softDice'> = {
  inputs: ['probabilities', 'targets'],
  shape({ smoothing }, probabilities, targets) {
    requireSameShape('probabilities', probabilities, 'targets', targets);
    const [batch] = probabilities;
    if (batch === undefined) {
      refuse({ expected: 'probabilities with a batch axis, [N,…]', found: '[]', next: 'Give one mask per example.' });
    }
    if (!(smoothing > 0)) {
      refuse({
        expected: 'a smoothing above 0',
        found: String(smoothing),
        next: 'Without it two empty masks would give 0 / 0; 1 is usual.',
      });
    }
    return float32([batch]);
  },
  gradient: [
    ({ builder, node, dy, name }, p, t) => builder.apply('softDiceGradient', name, [p, t, dy], node.attributes),
    ({ builder, node, dy, name }, p, t) => builder.apply('softDiceGradient', name, [t, p, dy], node.attributes),
  ],
  multiplyAdds: (_, _y, probabilities) => 3 * sizeOf(probabilities),
};
