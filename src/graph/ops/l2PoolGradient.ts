import { sizeOf } from '../../tensor/shape';
import { poolSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * l2PoolGradient(x[N,H,W,C], dy[N,OH,OW,C]) → dx[N,H,W,C]: every cell of a window gets dy · x / y, with y the window's length; a window
 * of zeros gets nothing. Where windows overlap, shares add up.
 */
export const l2PoolGradient: OpDefinition<'l2PoolGradient'> = {
  inputs: ['x', 'dy'],
  shape(attributes, x, dy) {
    requireSameShape('the pooling’s output', poolSizes(x, attributes).outputShape, 'dy', dy);
    return float32(x);
  },
  gradient: { notDifferentiable: 'second derivatives through this pooling are not needed by anything yet' },
  multiplyAdds: ({ window }, _, _x, dy = []) => 2 * sizeOf(dy) * window[0] * window[1],
};
