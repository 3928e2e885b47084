import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape, requireScalar } from '../shapeRules';

/**
 * momentum(v, g, decay[]) → decay · v + g, of the shape of v: the velocity gathers past gradients and forgets them slowly.
 *
 * Source: Polyak 1964, USSR Comp. Math. and Math. Phys. 4(5), in the form of Sutskever et al., ICML 2013, with the learning
 * rate taken out of the velocity, so that changing it acts at once.
 */
export const momentum: OpDefinition<'momentum'> = {
  inputs: ['v', 'g', 'decay'],
  shape(_, v, g, decay) {
    requireSameShape('v', v, 'g', g);
    requireScalar('decay', decay);
    return float32(v);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, v) => sizeOf(v),
};
