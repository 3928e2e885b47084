/** AlexNet's normalization over neighbouring channels; formula and source in `graph/ops/localResponseNormalization.ts`. */

import { sizeOf } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition, LayerOf } from './layerDefinition';

/** Krizhevsky, Sutskever & Hinton, NIPS 2012, section 3.3. */
function constantsOf(layer: LayerOf<'localResponseNormalization'>) {
  const { size = 5, k = 2, alpha = 1e-4, beta = 0.75 } = layer;
  return { size, k, alpha, beta };
}

export const localResponseNormalization: LayerDefinition<'localResponseNormalization'> = {
  shape(layer, input) {
    const { size, k, alpha, beta } = constantsOf(layer);
    if (!Number.isInteger(size) || size < 1 || !(k > 0) || !(alpha >= 0) || !(beta >= 0)) {
      refuseLayer({
        expected: 'size as a whole number, 1 or more, k above 0, alpha and beta 0 or more',
        found: `size ${size}, k ${k}, alpha ${alpha}, beta ${beta}`,
        next: 'AlexNet has size 5, k 2, alpha 0.0001, beta 0.75; leave out what you do not change.',
      });
    }
    return input;
  },
  parameters: () => [],
  build: ({ builder, layer, x }) => builder.apply('localResponseNormalization', layer.name, [x], constantsOf(layer)),
  cost: (layer, output) => ({ connections: 0, multiplyAdds: (constantsOf(layer).size + 1) * sizeOf(output) }),
  view: () => ({ kind: 'pointwise' }),
};
