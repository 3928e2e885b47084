/**
 * Each channel of a grid times one number that the network itself computes for the example: the end of a squeeze-and-excitation block.
 * The first input is scaled, the second is a vector with a factor for each of its channels.
 *
 * Source: Hu, Shen & Sun, "Squeeze-and-Excitation Networks" (CVPR 2018), equation 4.
 */

import { formatShape, sizeOf } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';
import { channelsOf } from './layerRules';

export const channelScale: LayerDefinition<'channelScale'> = {
  joins: 'two',
  shape({ from = [] }, scaled, factors) {
    const channels = channelsOf(scaled);
    if (factors.length !== 1 || factors[0] !== channels) {
      refuseLayer({
        expected: `the second of from to be a vector of ${channels} factors, one for each channel of ${from[0] ?? ''}`,
        found: `${formatShape(factors)} of ${from[1] ?? ''}`,
        next:
          factors.length === 1
            ? `Give the layer that makes it ${channels} units.`
            : 'Put a globalAveragePool in front of it, or name the two in the other order.',
      });
    }
    return scaled;
  },
  parameters: () => [],
  build({ builder, layer: { name }, x, inputs }) {
    const { shape } = builder.node(x);
    const factors = inputs[1] ?? x;
    const overAll =
      shape.length === 2 ? factors : builder.apply('broadcast', `${name}.factors`, [factors], { axes: [1, 2], shape });
    return builder.apply('multiply', name, [x, overAll], {});
  },
  cost: (_layer, output) => ({ connections: sizeOf(output), multiplyAdds: sizeOf(output) }),
  view: () => ({ kind: 'pointwise' }),
};
