import { sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * mean(x) → []: the sum of all elements divided by their number.
 *
 * Gradient: every element gets dy / count.
 */
export const mean: OpDefinition<'mean'> = {
  inputs: ['x'],
  shape(_, x) {
    if (sizeOf(x) === 0)
      refuse({ expected: 'at least one value', found: 'none', next: 'A mean of nothing is undefined.' });
    return float32([]);
  },
  gradient: [({ builder, dy, name }, x) => builder.apply('meanGradient', name, [dy], { shape: builder.node(x).shape })],
  multiplyAdds: () => 0,
};
