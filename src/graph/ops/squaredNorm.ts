import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * squaredNorm(x) → []: Σx² over all elements.
 */
export const squaredNorm: OpDefinition<'squaredNorm'> = {
  inputs: ['x'],
  shape: () => float32([]),
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: (_, _output, x) => sizeOf(x),
};
