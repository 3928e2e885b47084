import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * squaredError(predictions, targets): y = (p − t)², element by element, without a factor ½. Take `mean` of it for the mean squared
 * error, `meanOver` for one number per example.
 *
 * Gradient: ∂L/∂p = 2 dy · (p − t) and ∂L/∂t = −∂L/∂p, by ordinary nodes.
 */
export const squaredError: OpDefinition<'squaredError'> = {
  inputs: ['predictions', 'targets'],
  shape(_, predictions, targets) {
    requireSameShape('predictions', predictions, 'targets', targets);
    return float32(predictions);
  },
  gradient: [
    ({ builder, dy, name }, predictions, targets) => {
      const difference = builder.apply('subtract', `${name}.difference`, [predictions, targets], {});
      const product = builder.apply('multiply', `${name}.product`, [dy, difference], {});
      return builder.apply('scale', name, [product], { factor: 2 });
    },
    ({ builder, dy, name }, predictions, targets) => {
      const difference = builder.apply('subtract', `${name}.difference`, [targets, predictions], {});
      const product = builder.apply('multiply', `${name}.product`, [dy, difference], {});
      return builder.apply('scale', name, [product], { factor: 2 });
    },
  ],
  multiplyAdds: (_, y) => sizeOf(y),
};
