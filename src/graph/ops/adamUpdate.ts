import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape, requireScalar } from '../shapeRules';

/**
 * adamUpdate(p, m, v, learningRate[], step[], decay1[], decay2[], epsilon[]) → the next p, of the shape of p:
 *
 *   p − learningRate · m̂ / (√v̂ + ε)   with m̂ = m / (1 − decay1^step) and v̂ = v / (1 − decay2^step)
 *
 * m and v are the moments *after* this step's gradient went in; the first step is step 1. The moments start at zero, and dividing by
 * 1 − decay^step takes that bias away. ε stands outside the root.
 *
 * Source: Kingma & Ba, "Adam" (ICLR 2015), algorithm 1.
 */
export const adamUpdate: OpDefinition<'adamUpdate'> = {
  inputs: ['p', 'm', 'v', 'learningRate', 'step', 'decay1', 'decay2', 'epsilon'],
  shape(_, p, m, v, learningRate, step, decay1, decay2, epsilon) {
    requireSameShape('p', p, 'm', m);
    requireSameShape('p', p, 'v', v);
    requireScalar('learningRate', learningRate);
    requireScalar('step', step);
    requireScalar('decay1', decay1);
    requireScalar('decay2', decay2);
    requireScalar('epsilon', epsilon);
    return float32(p);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, p) => 3 * sizeOf(p),
};
