/** A grid [H,W,C] read row by row, cell by cell, channel by channel, as one vector. */

import { sizeOf } from '../../tensor/shape';
import type { LayerDefinition } from './layerDefinition';

export const flatten: LayerDefinition<'flatten'> = {
  shape: (_, input) => [sizeOf(input)],
  parameters: () => [],
  build({ builder, layer, x }) {
    const [batch = 1, ...rest] = builder.node(x).shape;
    return builder.apply('reshape', layer.name, [x], { shape: [batch, sizeOf(rest)] });
  },
  cost: () => ({ connections: 0, multiplyAdds: 0 }),
  view: () => ({ kind: 'pointwise' }),
};
