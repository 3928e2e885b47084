import { sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { reducedCount, reducedShape, requireAxes } from '../reduction';
import { float32 } from '../shapeRules';

/**
 * meanOver(x): the mean over the given axes, otherwise like `sum`. Over the axes 1 and 2 of x[N,H,W,C] it is global average
 * pooling, over 0, 1 and 2 the mean of each channel. (`mean` takes no axes and gives one number.)
 *
 * Gradient: dy / count, repeated along these axes.
 */
export const meanOver: OpDefinition<'meanOver'> = {
  inputs: ['x'],
  shape({ axes, keepDims }, x) {
    requireAxes('x', x, axes);
    if (sizeOf(x) === 0) {
      refuse({ expected: 'at least one value', found: 'none', next: 'A mean of nothing is undefined.' });
    }
    return float32(reducedShape(x, axes, keepDims));
  },
  gradient: [
    ({ builder, node, dy, name }, x) => {
      const { axes } = node.attributes;
      const { shape } = builder.node(x);
      const share = builder.apply('scale', `${name}.share`, [dy], { factor: 1 / reducedCount(shape, axes) });
      return builder.apply('broadcast', name, [share], { axes, shape });
    },
  ],
  multiplyAdds: () => 0,
};
