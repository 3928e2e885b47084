import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireScalar } from '../shapeRules';

/**
 * decayWeights(p, learningRate[], decay[]) → (1 − learningRate · decay) · p, of the shape of p: weights shrink by themselves, beside
 * whatever the optimizer makes of the gradient.
 *
 * Source: Loshchilov & Hutter, "Decoupled Weight Decay Regularization" (ICLR 2019), algorithm 2, line 12, with the learning
 * rate as the schedule's factor: PyTorch's form.
 */
export const decayWeights: OpDefinition<'decayWeights'> = {
  inputs: ['p', 'learningRate', 'decay'],
  shape(_, p, learningRate, decay) {
    requireScalar('learningRate', learningRate);
    requireScalar('decay', decay);
    return float32(p);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, p) => sizeOf(p),
};
