import { poolSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * maxPoolGradient(x[N,H,W,C], dy[N,OH,OW,C]) → dx[N,H,W,C]: each dy[n,i,j,c] is added to the first largest cell of its window
 * (in reading order: rows from the top, then columns from the left). Where windows overlap, a cell can win several times.
 */
export const maxPoolGradient: OpDefinition<'maxPoolGradient'> = {
  inputs: ['x', 'dy'],
  shape(attributes, x, dy) {
    requireSameShape('the pooling’s output', poolSizes(x, attributes).outputShape, 'dy', dy);
    return float32(x);
  },
  gradient: {
    notDifferentiable: 'its gradient picks the winners’ values out of another array, and no op does that yet',
  },
  multiplyAdds: () => 0,
};
