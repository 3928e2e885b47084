import { formatShape, sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * reshape(x): the same values in the same row-major order under another shape. Nothing is moved.
 *
 * Gradient: dy under the shape of x.
 */
export const reshape: OpDefinition<'reshape'> = {
  inputs: ['x'],
  shape({ shape }, x) {
    if (sizeOf(shape) !== sizeOf(x)) {
      refuse({
        expected: `a shape of ${sizeOf(x)} values, as many as x ${formatShape(x)} has`,
        found: `${formatShape(shape)}, which has ${sizeOf(shape)}`,
        next: 'The product of all lengths must stay the same.',
      });
    }
    return float32(shape);
  },
  gradient: [({ builder, dy, name }, x) => builder.apply('reshape', name, [dy], { shape: builder.node(x).shape })],
  multiplyAdds: () => 0,
};
