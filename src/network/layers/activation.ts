/** One function applied to every value by itself; softmax, to all values of a vector together. */

import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';

/** f(x) = A · tanh(S · x) with f(±1) = ±1: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), appendix A. */
export const scaledTanh = { amplitude: 1.7159, slope: 2 / 3 };
/** Of leakyRelu below 0, where a layer says nothing else: Maas, Hannun & Ng (ICML 2013 workshop). */
export const usualSlope = 0.01;
/** Of elu: Clevert, Unterthiner & Hochreiter (ICLR 2016). */
export const usualAlpha = 1;

export const activation: LayerDefinition<'activation'> = {
  shape({ function: name, slope, alpha }, input) {
    for (const [what, value, owner] of [
      ['slope', slope, 'leakyRelu'],
      ['alpha', alpha, 'elu'],
    ] as const) {
      if (value === undefined) continue;
      if (name !== owner) {
        refuseLayer({
          expected: `${what} with ${owner} only`,
          found: `it with ${name}`,
          next: `Leave ${what} out, or choose ${owner}.`,
        });
      }
      if (!(value >= 0 && Number.isFinite(value))) {
        refuseLayer({
          expected: `${what} of at least 0`,
          found: String(value),
          next: `The nearest that works is 0; ${owner === 'elu' ? usualAlpha : usualSlope} is usual.`,
        });
      }
    }
    if (name === 'softmax' && input.length !== 1) {
      refuseLayer({
        expected: 'a vector [C] as input of softmax',
        found: `the grid [${input.join(',')}]`,
        next: 'Put a flatten layer in front.',
      });
    }
    return input;
  },
  parameters: () => [],
  build({ builder, layer, x }) {
    const { name } = layer;
    switch (layer.function) {
      case 'relu':
        return builder.apply('relu', name, [x], {});
      case 'leakyRelu':
        return builder.apply('leakyRelu', name, [x], { slope: layer.slope ?? usualSlope });
      case 'elu':
        return builder.apply('elu', name, [x], { alpha: layer.alpha ?? usualAlpha });
      case 'gelu':
        return builder.apply('gelu', name, [x], {});
      case 'sigmoid':
        return builder.apply('sigmoid', name, [x], {});
      case 'tanh':
        return builder.apply('tanh', name, [x], { amplitude: 1, slope: 1 });
      case 'scaledTanh':
        return builder.apply('tanh', name, [x], scaledTanh);
      case 'softmax':
        return builder.apply('softmax', name, [x], {});
      default:
        return layer.function satisfies never;
    }
  },
  cost: () => ({ connections: 0, multiplyAdds: 0 }),
  view: (layer) => ({ kind: layer.function === 'softmax' ? 'everything' : 'pointwise' }),
};
