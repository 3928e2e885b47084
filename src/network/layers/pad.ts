/** Zeros around a grid. Convolutions and poolings have a padding of their own; this one is for all others. */

import type { LayerDefinition } from './layerDefinition';
import { requireGrid, requireSides } from './layerRules';

export const pad: LayerDefinition<'pad'> = {
  shape({ padding }, input) {
    const [height, width, channels] = requireGrid(input);
    requireSides('zeros', padding);
    const { top, bottom, left, right } = padding;
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
