/** The mean of each feature map, whatever its size: the grid [H,W,C] becomes the vector [C]. Nothing is trained. */

import type { LayerDefinition } from './layerDefinition';
import { requireGrid } from './layerRules';

export const globalAveragePool: LayerDefinition<'globalAveragePool'> = {
  shape: (_, input) => [requireGrid(input)[2]],
  parameters: () => [],
  build: ({ builder, layer, x }) => builder.apply('globalAveragePool', layer.name, [x], {}),
  cost(_layer, _output, input) {
    const [height, width, channels] = requireGrid(input);
    return { connections: height * width * channels, multiplyAdds: 0 };
  },
  view: () => ({ kind: 'everything' }),
};
