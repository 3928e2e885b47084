import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * binaryCrossEntropy(logits, targets): minus the logarithm of the probability given to a yes-or-no target, element by element:
 * −t · ln σ(x) − (1 − t) · ln(1 − σ(x)), with targets t from 0 to 1. Computed as
 *
 *   y = max(x, 0) − x · t + ln( 1 + e^(−|x|) ),
 *
 * the same number, in which nothing overflows and no logarithm of 0 is taken.
 *
 * Gradient: ∂L/∂x = dy · (σ(x) − t) and ∂L/∂t = −dy · x, by ordinary nodes.
 *
 * Source: Bishop, "Pattern Recognition and Machine Learning" (2006), equation 4.90, with the sigmoid written out.
 */
export const binaryCrossEntropy: OpDefinition<'binaryCrossEntropy'> = {
  inputs: ['logits', 'targets'],
  shape(_, logits, targets) {
    requireSameShape('logits', logits, 'targets', targets);
    return float32(logits);
  },
  gradient: [
    ({ builder, dy, name }, logits, targets) => {
      const probability = builder.apply('sigmoid', `${name}.probability`, [logits], {});
      const difference = builder.apply('subtract', `${name}.difference`, [probability, targets], {});
      return builder.apply('multiply', name, [dy, difference], {});
    },
    ({ builder, dy, name }, logits) => {
      const product = builder.apply('multiply', `${name}.product`, [dy, logits], {});
      return builder.apply('scale', name, [product], { factor: -1 });
    },
  ],
  multiplyAdds: (_, y) => sizeOf(y),
};
