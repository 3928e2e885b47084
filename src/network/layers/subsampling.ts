/**
 * The trainable sub-sampling of 1998: the sum of a window, times one coefficient per channel, plus one bias per channel. Windows do
 * not overlap.
 *
 * It is built from a *mean*, so a coefficient here is the paper's times the number of cells in the window; the initial limit
 * is scaled alike, which makes both the same function with the same start.
 *
 * Source: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), section II-B (layers S2 and S4).
 */

import { noPadding } from '../../graph/convolution';
import type { LayerDefinition } from './layerDefinition';
import { biasOf, initialLimit, requireGrid } from './layerRules';
import { pooledShape } from './pool';

export const subsampling: LayerDefinition<'subsampling'> = {
  shape: ({ window }, input) => pooledShape(window, window, input),

  parameters({ window, initializer = 'lecun1998' }, input) {
    const [, , channels] = requireGrid(input);
    const cells = window[0] * window[1];
    return [
      {
        suffix: 'coefficient',
        shape: [channels],
        initialLimit: () => cells * initialLimit(initializer, cells, 1),
        mask: null,
      },
      biasOf(channels),
    ];
  },

  build({ builder, layer: { name, window }, x, parameter }) {
    const mean = builder.apply('averagePool', `${name}.mean`, [x], { window, stride: window });
    const scaled = builder.apply('channelScale', `${name}.scaled`, [mean, parameter('coefficient')], {});
    return builder.apply('addBias', name, [scaled, parameter('bias')], {});
  },

  cost({ window }, output) {
    const [height, width, channels] = requireGrid(output);
    const units = height * width * channels;
    return { connections: units * (window[0] * window[1] + 1), multiplyAdds: units };
  },

  view: ({ window }) => ({ kind: 'window', size: window, stride: window, padding: noPadding }),
};
