/** Every unit sees every input: y = x · w + b, with w of shape [in, out]. */

import type { LayerDefinition } from './layerDefinition';
import { biasOf, initialLimit, requireCount, requireVector } from './layerRules';

export const dense: LayerDefinition<'dense'> = {
  shape(layer, input) {
    requireVector(input);
    requireCount('units', layer.units);
    return [layer.units];
  },

  parameters({ units, initializer = 'he' }, input) {
    const inputs = requireVector(input);
    return [
      {
        suffix: 'weight',
        shape: [inputs, units],
        initialLimit: () => initialLimit(initializer, inputs, units),
        mask: null,
      },
      biasOf(units),
    ];
  },

  build({ builder, layer, x, parameter }) {
    const sum = builder.apply('matmul', `${layer.name}.sum`, [x, parameter('weight')], {
      transposeA: false,
      transposeB: false,
    });
    return builder.apply('addBias', layer.name, [sum, parameter('bias')], {});
  },

  cost({ units }, _output, input) {
    const inputs = requireVector(input);
    return { connections: units * (inputs + 1), multiplyAdds: units * inputs };
  },

  view: () => ({ kind: 'everything' }),
};
