/**
 * Layer normalization: the channels at each place moved to mean 0 and variance 1, then each channel to a deviation (`scale`) and a
 * mean (`shift`) that are trained. The same while training and in use: no example looks at another.
 *
 * Source: Ba, Kiros & Hinton, "Layer Normalization" (arXiv:1607.06450); over channels only as in Liu et al., "A ConvNet for the 2020s"
 * (CVPR 2022).
 */

import { sizeOf } from '../../tensor/shape';
import type { LayerDefinition } from './layerDefinition';
import { channelsOf, normalizationParameters, requireEpsilon } from './layerRules';

export const layerNormalization: LayerDefinition<'layerNormalization'> = {
  shape({ epsilon = 1e-5 }, input) {
    requireEpsilon(epsilon);
    return input;
  },
  parameters: (_, input) => normalizationParameters(channelsOf(input)),
  build({ builder, layer: { name, epsilon = 1e-5 }, x, parameter }) {
    const normalized = builder.apply('layerNormalization', `${name}.normalized`, [x], { epsilon });
    const scaled = builder.apply('channelScale', `${name}.scaled`, [normalized, parameter('scale')], {});
    return builder.apply('addBias', name, [scaled, parameter('shift')], {});
  },
  cost: (_layer, output) => ({ connections: 0, multiplyAdds: 3 * sizeOf(output) }),
  view: () => ({ kind: 'pointwise' }),
};
