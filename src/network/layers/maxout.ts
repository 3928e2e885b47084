/**
 * Maxout: the channels in equal parts, of which the largest value is kept at each place. Behind a convolution or a dense layer with
 * `pieces` times as many outputs it is a trained activation of that many linear pieces.
 *
 * Source: Goodfellow, Warde-Farley, Mirza, Courville & Bengio, "Maxout Networks" (ICML 2013), section 3.
 */

import { sizeOf } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';
import { channelsOf, nearestDivisors, requireCount } from './layerRules';

export const maxout: LayerDefinition<'maxout'> = {
  shape({ pieces }, input) {
    const channels = channelsOf(input);
    requireCount('pieces', pieces);
    if (channels % pieces !== 0) {
      refuseLayer({
        expected: `pieces that divide the ${channels} channels`,
        found: String(pieces),
        next: `The nearest that divide them: ${nearestDivisors(channels, pieces)}.`,
      });
    }
    return [...input.slice(0, -1), channels / pieces];
  },
  parameters: () => [],
  build({ builder, layer: { name, pieces }, x }) {
    const { shape } = builder.node(x);
    const last = shape.length - 1;
    const size = shape.map((length, axis) => (axis === last ? length / pieces : length));
    const part = (piece: number) =>
      builder.apply('slice', pieces === 1 ? name : `${name}.piece${piece + 1}`, [x], {
        start: shape.map((_, axis) => (axis === last ? piece * channelsOf(size) : 0)),
        size,
      });
    let largest = part(0);
    for (let piece = 1; piece < pieces; piece++) {
      const node = piece === pieces - 1 ? name : `${name}.${piece}`;
      largest = builder.apply('maximum', node, [largest, part(piece)], {});
    }
    return largest;
  },
  cost: ({ pieces }, output) => ({ connections: pieces * sizeOf(output), multiplyAdds: 0 }),
  view: () => ({ kind: 'pointwise' }),
};
