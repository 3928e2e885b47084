import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * power(x): y = x^exponent, element by element, with an exponent fixed when the graph is built.
 *
 * Domain: a whole exponent takes any x (a negative one any x but 0, where y is infinite); any other exponent takes x ≥ 0 and
 * gives NaN below.
 *
 * Gradient: ∂L/∂x = exponent · dy · x^(exponent − 1), infinite at x = 0 for exponents between 0 and 1.
 */
export const power: OpDefinition<'power'> = {
  inputs: ['x'],
  shape: (_, x) => float32(x),
  gradient: [
    ({ builder, node, dy, name }, x) => {
      const { exponent } = node.attributes;
      // x^0 is 1 everywhere, also at x = 0, where the rule below would give 0 · ∞.
      if (exponent === 0) return builder.apply('scale', name, [dy], { factor: 0 });
      const slope = exponent === 2 ? x : builder.apply('power', `${name}.power`, [x], { exponent: exponent - 1 });
      const product = builder.apply('multiply', `${name}.product`, [dy, slope], {});
      return builder.apply('scale', name, [product], { factor: exponent });
    },
  ],
  multiplyAdds: () => 0,
};
