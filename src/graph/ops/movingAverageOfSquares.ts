import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape, requireScalar } from '../shapeRules';

/**
 * movingAverageOfSquares(v, g, decay[]) → decay · v + (1 − decay) · g², of the shape of v: Adam's second moment.
 *
 * Source: Kingma & Ba, "Adam" (ICLR 2015), algorithm 1.
 */
export const movingAverageOfSquares: OpDefinition<'movingAverageOfSquares'> = {
  inputs: ['v', 'g', 'decay'],
  shape(_, v, g, decay) {
    requireSameShape('v', v, 'g', g);
    requireScalar('decay', decay);
    return float32(v);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, v) => 3 * sizeOf(v),
};
