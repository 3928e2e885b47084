import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * leakyRelu(x): y = x where x > 0, else slope · x, with slope ≥ 0 (0.01 in the paper). A unit that is off still learns.
 *
 * Gradient: ∂L/∂x = dy where y > 0, else slope · dy. Since slope is not negative, y tells on which side x was, and the input's
 * memory can be used again. At x = 0, where there is no derivative, the choice is slope.
 *
 * Source: Maas, Hannun & Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models" (ICML 2013 workshop).
 */
export const leakyRelu: OpDefinition<'leakyRelu'> = {
  inputs: ['x'],
  shape({ slope }, x) {
    if (!(slope >= 0)) {
      refuse({
        expected: 'a slope of at least 0',
        found: String(slope),
        next: 'With a negative one the output would no longer tell the sign of x.',
      });
    }
    return float32(x);
  },
  gradient: [({ builder, node, dy, name }) => builder.apply('leakyReluGradient', name, [node.id, dy], node.attributes)],
  multiplyAdds: () => 0,
};
