import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape, requireScalar } from '../shapeRules';

/**
 * adaptiveUpdate(p, g, s, learningRate[], epsilon[]) → p − learningRate · g / (√s + ε), of the shape of p: each number is stepped at
 * its own scale. With s the sum of all squared gradients this is Adagrad, with their moving average RMSProp. s is what it is
 * *after* this step's gradient went in. ε stands outside the root, as in PyTorch.
 *
 * Sources: Duchi, Hazan & Singer, JMLR 12 (2011), figure 1; Tieleman & Hinton, "Lecture 6.5: rmsprop" (COURSERA, 2012).
 */
export const adaptiveUpdate: OpDefinition<'adaptiveUpdate'> = {
  inputs: ['p', 'g', 's', 'learningRate', 'epsilon'],
  shape(_, p, g, s, learningRate, epsilon) {
    requireSameShape('p', p, 'g', g);
    requireSameShape('p', p, 's', s);
    requireScalar('learningRate', learningRate);
    requireScalar('epsilon', epsilon);
    return float32(p);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, p) => 2 * sizeOf(p),
};
