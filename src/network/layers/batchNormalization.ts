/**
 * Batch normalization: each channel moved to mean 0 and variance 1, then to a deviation (`scale`) and a mean (`shift`) that are
 * trained.
 *
 * Picture: while training, mean and variance are those of the batch, over its examples and all cells; the layer keeps running
 * averages of them, new = momentum · old + (1 − momentum) · batch, and the variance goes in as the unbiased estimate v · M / (M − 1),
 * as in PyTorch (whose momentum is 1 minus ours). Used, the layer reads these averages: an example no longer depends on its
 * neighbours in a batch.
 *
 * Source: Ioffe & Szegedy, "Batch Normalization" (ICML 2015), algorithms 1 and 2.
 */

import { sizeOf } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';
import { channelsOf, normalizationParameters, requireEpsilon } from './layerRules';

export const batchNormalization: LayerDefinition<'batchNormalization'> = {
  shape({ momentum = 0.9, epsilon = 1e-5 }, input) {
    if (!(momentum >= 0 && momentum < 1)) {
      refuseLayer({
        expected: 'a momentum of at least 0 and below 1, the share of the old running average',
        found: String(momentum),
        next: `The nearest usual setting is ${momentum >= 1 ? '0.99' : '0'}; 0.9 if in doubt.`,
      });
    }
    requireEpsilon(epsilon);
    return input;
  },

  parameters: (_, input) => normalizationParameters(channelsOf(input)),

  state(_, input) {
    const shape = [channelsOf(input)];
    return [
      { suffix: 'runningMean', shape, initialValue: 0 },
      { suffix: 'runningVariance', shape, initialValue: 1 },
    ];
  },

  build({ builder, layer, mode, x, parameter, state, updateState }) {
    const { name, momentum = 0.9, epsilon = 1e-5 } = layer;
    const trained = [parameter('scale'), parameter('shift')];
    if (mode === 'evaluation') {
      const statistics = [state('runningMean'), state('runningVariance')];
      return builder.apply('normalize', name, [x, ...statistics, ...trained], { epsilon });
    }
    const { shape } = builder.node(x);
    const places = sizeOf(shape) / channelsOf(shape);
    if (places < 2) {
      refuseLayer({
        expected: 'more than one value of each channel in a batch, so that they vary',
        found: `${places} (batch × height × width)`,
        next: 'The nearest batch size that works is 2.',
      });
    }
    const mean = builder.apply('batchMean', `${name}.batchMean`, [x], {});
    const variance = builder.apply('batchVariance', `${name}.batchVariance`, [x], {});
    const unbiased = builder.apply('scale', `${name}.unbiasedVariance`, [variance], { factor: places / (places - 1) });
    const decay = builder.constant(`${name}.momentum`, [], Float32Array.of(momentum));
    for (const [suffix, value] of [
      ['runningMean', mean],
      ['runningVariance', unbiased],
    ] as const) {
      const next = builder.apply('movingAverage', `${name}.${suffix}#next`, [state(suffix), value, decay], {});
      updateState(suffix, next);
    }
    return builder.apply('normalize', name, [x, mean, variance, ...trained], { epsilon });
  },

  cost(_layer, output) {
    return { connections: 0, multiplyAdds: sizeOf(output) };
  },
  view: () => ({ kind: 'pointwise' }),
};
