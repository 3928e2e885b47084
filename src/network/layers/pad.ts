/** Zeros around a grid. Convolutions and poolings have a padding of their own; this one is for all others. */

import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';
import { requireGrid } from './layerRules';

export const pad: LayerDefinition<'pad'> = {
  shape({ padding: { top, bottom, left, right } }, input) {
    const [height, width, channels] = requireGrid(input);
    if (![top, bottom, left, right].every((cells) => Number.isInteger(cells) && cells >= 0)) {
      refuseLayer({
        expected: 'zeros in whole cells, 0 or more on each side',
        found: `top ${top}, bottom ${bottom}, left ${left}, right ${right}`,
        next: 'Choose 0 for a side that stays as it is; a crop layer takes cells away.',
      });
    }
    return [height + top + bottom, width + left + right, channels];
  },
  parameters: () => [],
  build: ({ builder, layer: { name, padding }, x }) =>
    builder.apply('pad', name, [x], {
      before: [0, padding.top, padding.left, 0],
      after: [0, padding.bottom, padding.right, 0],
    }),
  cost: () => ({ connections: 0, multiplyAdds: 0 }),
  view: ({ padding }) => ({ kind: 'window', size: [1, 1], stride: [1, 1], padding }),
};
