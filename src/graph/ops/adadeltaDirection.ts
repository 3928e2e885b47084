import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape, requireScalar } from '../shapeRules';

/**
 * adadeltaDirection(g, v, u, epsilon[]) → g · √(u + ε) / √(v + ε), of the shape of g: the gradient, brought to the scale of the steps
 * made so far. v is the moving average of squared gradients after this step's went in, u that of squared directions before
 * this one goes in. ε stands inside both roots, and is what gets the first step going.
 *
 * Source: Zeiler, "ADADELTA" (arXiv:1212.5701, 2012), algorithm 1 and equation 14.
 */
export const adadeltaDirection: OpDefinition<'adadeltaDirection'> = {
  inputs: ['g', 'v', 'u', 'epsilon'],
  shape(_, g, v, u, epsilon) {
    requireSameShape('g', g, 'v', v);
    requireSameShape('g', g, 'u', u);
    requireScalar('epsilon', epsilon);
    return float32(g);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, g) => 2 * sizeOf(g),
};
