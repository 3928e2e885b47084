import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireScalar } from '../shapeRules';

/**
 * scaleBy(x, factor[]) → factor · x, of the shape of x, for a factor that is computed or changes between steps.
 */
export const scaleBy: OpDefinition<'scaleBy'> = {
  inputs: ['x', 'factor'],
  shape(_, x, factor) {
    requireScalar('factor', factor);
    return float32(x);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, x) => sizeOf(x),
};
