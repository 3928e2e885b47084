/** Every unit sees every input: y = x · w + b, with w of shape [in, out]. */

import type { LayerDefinition } from './layerDefinition';
import { requireCount, requireVector, initialLimit, startAtZero } from './layerRules';

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
      { suffix: 'bias', shape: [units], initialLimit: startAtZero, mask: null },
    ];
  },

  build({ builder, layer, x, parameter }) {
    const sum = builder.apply('matmul', `${layer.name}.sum`, [x, parameter('weight')], {
      transposeA: false,
      transposeB: false,
    });
    return builder.apply('addBias', layer.name, [sum, parameter('bias')], {});
  },

  cost({ units }, input) {
    const inputs = requireVector(input);
    return { connections: units * (inputs + 1), multiplyAdds: units * inputs };
  },

  view: () => ({ kind: 'everything' }),
};
