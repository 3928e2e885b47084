import type { OpDefinition } from '../opDefinition';
import { float32, requireOnePerChannel } from '../shapeRules';

/**
 * batchMeanGradient(dm[C]) → dx of the given shape […,C]: every place of channel c is dm[c] / M, M the number of places.
 *
 * Gradient: ∂L/∂dm[c] is the sum of g[…,c] / M, which is the batch mean of g.
 */
export const batchMeanGradient: OpDefinition<'batchMeanGradient'> = {
  inputs: ['dm'],
  shape({ shape }, dm) {
    requireOnePerChannel('dm', dm, 'x', shape);
    return float32(shape);
  },
  gradient: [({ builder, dy: g, name }) => builder.apply('batchMean', name, [g], {})],
  multiplyAdds: () => 0,
};
