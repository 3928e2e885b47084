import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape, requireScalar } from '../shapeRules';

/**
 * sgdUpdate(p, direction, learningRate[]) → p − learningRate · direction, of the shape of p: one step of gradient descent when the
 * direction is the gradient, of the momentum method when it is the velocity.
 */
export const sgdUpdate: OpDefinition<'sgdUpdate'> = {
  inputs: ['p', 'direction', 'learningRate'],
  shape(_, p, direction, learningRate) {
    requireSameShape('p', p, 'direction', direction);
    requireScalar('learningRate', learningRate);
    return float32(p);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, p) => sizeOf(p),
};
