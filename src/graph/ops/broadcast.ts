import { formatShape, sameShape } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { reducedShape, requireAxes } from '../reduction';
import { float32 } from '../shapeRules';

/**
 * broadcast(x) → y of the given shape: x repeated along the given axes, which x lacks or has with length 1. With the axes 1 and 2
 * and the shape [N,H,W,C], y[n,h,w,c] = x[n,c].
 *
 * Other ops broadcast nothing by themselves, so that every repetition is a node that can be seen, timed and differentiated.
 *
 * Gradient: the copies' gradients add up: dy summed over these axes.
 */
export const broadcast: OpDefinition<'broadcast'> = {
  inputs: ['x'],
  shape({ axes, shape }, x) {
    requireAxes('the shape', shape, axes);
    const [without, withOnes] = [reducedShape(shape, axes, false), reducedShape(shape, axes, true)];
    if (!sameShape(x, without) && !sameShape(x, withOnes)) {
      refuse({
        expected: `x of shape ${formatShape(without)} or ${formatShape(withOnes)}, to repeat it along the axes ${axes.join(', ')} of ${formatShape(shape)}`,
        found: formatShape(x),
        next: 'Only the repeated axes may be missing.',
      });
    }
    return float32(shape);
  },
  gradient: [
    ({ builder, node, dy, name }, x) => {
      const { axes, shape } = node.attributes;
      return builder.apply('sum', name, [dy], { axes, keepDims: builder.node(x).shape.length === shape.length });
    },
  ],
  multiplyAdds: () => 0,
};
