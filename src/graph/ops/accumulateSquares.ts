import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * accumulateSquares(s, g) → s + g², of the shape of s: what Adagrad remembers of all gradients so far; nothing is forgotten.
 *
 * Source: Duchi, Hazan & Singer, "Adaptive Subgradient Methods", JMLR 12 (2011), figure 1, in its diagonal form.
 */
export const accumulateSquares: OpDefinition<'accumulateSquares'> = {
  inputs: ['s', 'g'],
  shape(_, s, g) {
    requireSameShape('s', s, 'g', g);
    return float32(s);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, s) => sizeOf(s),
};
