import { formatShape, sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * softDiceGradient(p[N,…], t[N,…], dy[N]) → dp[N,…]: 2 dy[n] · (p D − t) / U with U = Σ p² + Σ t² + smoothing and
 * D = (2 Σ p t + smoothing) / U, the sums over example n.
 */
export const softDiceGradient: OpDefinition<'softDiceGradient'> = {
  inputs: ['p', 't', 'dy'],
  shape(_, p, t, dy) {
    requireSameShape('p', p, 't', t);
    if (dy.length !== 1 || dy[0] !== p[0]) {
      refuse({
        expected: `dy of shape [${p[0] ?? ''}], one per example of p ${formatShape(p)}`,
        found: formatShape(dy),
        next: 'The loss is one number per example.',
      });
    }
    return float32(p);
  },
  gradient: { notDifferentiable: 'the second derivative of the loss is not needed by anything in the book' },
  multiplyAdds: (_, dp) => 5 * sizeOf(dp),
};
