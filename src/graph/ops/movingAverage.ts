import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape, requireScalar } from '../shapeRules';

/**
 * movingAverage(m, g, decay[]) → decay · m + (1 − decay) · g, of the shape of m: Adam's first moment.
 *
 * Source: Kingma & Ba, "Adam" (ICLR 2015), algorithm 1.
 */
export const movingAverage: OpDefinition<'movingAverage'> = {
  inputs: ['m', 'g', 'decay'],
  shape(_, m, g, decay) {
    requireSameShape('m', m, 'g', g);
    requireScalar('decay', decay);
    return float32(m);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, m) => 2 * sizeOf(m),
};
