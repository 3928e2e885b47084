/** Takes cells away at the border of a grid. */

import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';
import { requireGrid, requireSides } from './layerRules';

export const crop: LayerDefinition<'crop'> = {
  shape({ cropping }, input) {
    const [height, width, channels] = requireGrid(input);
    requireSides('cropping', cropping);
    const [rows, columns] = [cropping.top + cropping.bottom, cropping.left + cropping.right];
    if (rows >= height || columns >= width) {
      refuseLayer({
        expected: `cropping that leaves something of the input’s ${height}×${width} cells`,
        found: `${rows} rows and ${columns} columns taken away`,
        next: `Take at most ${height - 1} rows and ${width - 1} columns.`,
      });
    }
    return [height - rows, width - columns, channels];
  },
  parameters: () => [],
  build({ builder, layer: { name, cropping }, x }) {
    const [batch = 0, height = 0, width = 0, channels = 0] = builder.node(x).shape;
    return builder.apply('slice', name, [x], {
      start: [0, cropping.top, cropping.left, 0],
      size: [batch, height - cropping.top - cropping.bottom, width - cropping.left - cropping.right, channels],
    });
  },
  cost: () => ({ connections: 0, multiplyAdds: 0 }),
  view: ({ cropping: { top, bottom, left, right } }) => ({
    kind: 'window',
    size: [1, 1],
    stride: [1, 1],
    // Cells taken away are the contrary of cells put around.
    padding: { top: 0 - top, bottom: 0 - bottom, left: 0 - left, right: 0 - right },
  }),
};
