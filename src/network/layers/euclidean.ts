/**
 * The Euclidean radial basis function units of 1998, as logits: minus the squared distance of the input to one fixed prototype per
 * class. The nearest prototype has the largest logit.
 *
 * Source: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), equation 7.
 */

import { prototypes } from '../prototypes';
import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';
import { requireVector } from './layerRules';

export const euclidean: LayerDefinition<'euclidean'> = {
  shape(layer, input) {
    const inputs = requireVector(input);
    const { classes, width, height } = prototypes[layer.prototypes];
    if (inputs !== width * height) {
      refuseLayer({
        expected: `${width * height} inputs, one for each cell of the ${width}×${height} prototypes`,
        found: String(inputs),
        next: `Give the layer before ${width * height} units.`,
      });
    }
    return [classes];
  },

  parameters: () => [],

  build({ builder, layer, x }) {
    const { shape, values } = prototypes[layer.prototypes];
    const table = builder.constant(`${layer.name}.prototypes`, shape, values);
    const distance = builder.apply('squaredDistance', `${layer.name}.distance`, [x, table], {});
    return builder.apply('scale', layer.name, [distance], { factor: -1 });
  },

  cost(layer, _output, input) {
    const connections = requireVector(input) * prototypes[layer.prototypes].classes;
    return { connections, multiplyAdds: connections };
  },

  view: () => ({ kind: 'everything' }),
};
