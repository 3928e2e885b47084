/**
 * Dropout: while training, a value is zero with probability `rate` and else divided by 1 − rate; used, the layer hands on what
 * comes in.
 *
 * The rate is a scalar slot, so that it may change between steps. The masks come from the run's seed, the step and the layer's
 * name, as `graph/ops/dropout.ts` says: adding another layer changes none of them.
 */

import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';

export const dropout: LayerDefinition<'dropout'> = {
  shape({ rate }, input) {
    if (!(rate >= 0 && rate < 1)) {
      refuseLayer({
        expected: 'a rate of at least 0 and below 1',
        found: String(rate),
        next: `The nearest that works is ${rate >= 1 ? '0.9' : '0'}; 0.5 is usual after dense layers.`,
      });
    }
    return input;
  },
  parameters: () => [],
  build({ builder, layer, mode, x, scalar }) {
    // The layer must be there to be looked at under its name, also where it does nothing; a reshape to the same shape moves nothing.
    if (mode === 'evaluation') return builder.apply('reshape', layer.name, [x], { shape: builder.node(x).shape });
    const inputs = [x, scalar('rate', layer.rate), builder.scalar('seed'), builder.scalar('step')];
    return builder.apply('dropout', layer.name, inputs, { stream: layer.name });
  },
  cost: () => ({ connections: 0, multiplyAdds: 0 }),
  view: () => ({ kind: 'pointwise' }),
};
