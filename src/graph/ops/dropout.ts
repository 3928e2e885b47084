import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireScalar } from '../shapeRules';

/**
 * dropout(x, rate[], seed[], step[]): y = x · m / (1 − rate), where each element's m is 0 with probability `rate` and else 1. The
 * division keeps the expected value of y at x, so that evaluation simply leaves the op out. A rate of 0 gives x itself.
 *
 * The mask is stored nowhere. Element e of it is 1 where the e-th uniform number of the random stream (seed, `stream`, step) is at
 * least `rate`, which anyone can compute again: every executor, any thread, the backward pass. Seed and step are whole numbers
 * below 2²⁴, which float32 holds exactly; the rate may change from step to step.
 *
 * Gradient: ∂L/∂x = dy · m / (1 − rate), which is the same op on dy. ∂L/∂rate = Σ dy · y / (1 − rate), the mask held fast. To seed and
 * step nothing flows.
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, "Dropout", JMLR 15 (2014), section 10 for the division while
 * training.
 */
export const dropout: OpDefinition<'dropout'> = {
  inputs: ['x', 'rate', 'seed', 'step'],
  shape(_, x, rate, seed, step) {
    requireScalar('rate', rate);
    requireScalar('seed', seed);
    requireScalar('step', step);
    return float32(x);
  },
  gradient: [
    ({ builder, node, dy, name }, _x, rate, seed, step) =>
      builder.apply('dropout', name, [dy, rate, seed, step], node.attributes),
    ({ builder, node, dy, name }, _x, rate) => {
      const product = builder.apply('multiply', `${name}.product`, [dy, node.id], {});
      const mean = builder.apply('mean', `${name}.mean`, [product], {});
      const total = builder.apply('scale', `${name}.total`, [mean], { factor: sizeOf(node.shape) });
      const one = builder.constant(`${name}.one`, [], Float32Array.of(1));
      const kept = builder.apply('subtract', `${name}.kept`, [one, rate], {});
      return builder.apply('divide', name, [total, kept], {});
    },
    null,
    null,
  ],
  multiplyAdds: (_, y) => sizeOf(y),
};
