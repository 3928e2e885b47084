import type { OpDefinition } from '../opDefinition';
import { float32, requireScalar } from '../shapeRules';

/**
 * clipFactor(squared[], limit[]) → []: by what to multiply a gradient whose squared norm over all parameters is `squared`, so that its norm
 * is at most `limit`: min(1, limit / √squared). A limit of 0 stands for no limit: 1.
 *
 * Source: Pascanu, Mikolov & Bengio, "On the difficulty of training recurrent neural networks" (ICML 2013), algorithm 1.
 * PyTorch adds 1e-6 to the norm.
 */
export const clipFactor: OpDefinition<'clipFactor'> = {
  inputs: ['squared', 'limit'],
  shape(_, squared, limit) {
    requireScalar('squared', squared);
    requireScalar('limit', limit);
    return float32([]);
  },
  gradient: { notDifferentiable: 'an update rule ends a step; nothing is trained through it' },
  multiplyAdds: () => 0,
};
