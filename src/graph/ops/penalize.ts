import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape, requireScalar } from '../shapeRules';

/**
 * penalize(g, p, l1[], l2[]) → g + l1 · sign(p) + l2 · p, of the shape of p, with sign(0) = 0: the gradient of the loss becomes the gradient
 * of the loss + l1 · Σ|p| + l2/2 · Σp².
 *
 * Sources: Hoerl & Kennard, Technometrics 12(1), 1970 (L2); Tibshirani, J. R. Statist. Soc. B 58(1), 1996 (L1).
 */
export const penalize: OpDefinition<'penalize'> = {
  inputs: ['g', 'p', 'l1', 'l2'],
  shape(_, g, p, l1, l2) {
    requireSameShape('p', p, 'g', g);
    requireScalar('l1', l1);
    requireScalar('l2', l2);
    return float32(p);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, g) => 2 * sizeOf(g),
};
