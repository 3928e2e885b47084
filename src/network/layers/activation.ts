/** One function applied to every value by itself. */

import type { LayerDefinition } from './layerDefinition';

/** f(x) = A · tanh(S · x) with f(±1) = ±1: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), appendix A. */
export const scaledTanh = { amplitude: 1.7159, slope: 2 / 3 };

export const activation: LayerDefinition<'activation'> = {
  shape: (_, input) => input,
  parameters: () => [],
  build({ builder, layer, x }) {
    switch (layer.function) {
      case 'relu':
        return builder.apply('relu', layer.name, [x], {});
      case 'sigmoid':
        return builder.apply('sigmoid', layer.name, [x], {});
      case 'tanh':
        return builder.apply('tanh', layer.name, [x], { amplitude: 1, slope: 1 });
      case 'scaledTanh':
        return builder.apply('tanh', layer.name, [x], scaledTanh);
      default:
        return layer.function satisfies never;
    }
  },
  cost: () => ({ connections: 0, multiplyAdds: 0 }),
  view: () => ({ kind: 'pointwise' }),
};
