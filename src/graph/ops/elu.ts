import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * elu(x): y = x where x > 0, else alpha · (e^x − 1), with alpha ≥ 0: a rectifier that bends smoothly towards −alpha.
 *
 * Gradient: ∂L/∂x = dy where y > 0, else dy · (y + alpha), because alpha · e^x = y + alpha. It needs only the output.
 *
 * Source: Clevert, Unterthiner & Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units" (ICLR 2016),
 * equations 15 and 16.
 */
export const elu: OpDefinition<'elu'> = {
  inputs: ['x'],
  shape({ alpha }, x) {
    if (!(alpha >= 0)) {
      refuse({
        expected: 'an alpha of at least 0',
        found: String(alpha),
        next: 'With a negative one the output would no longer tell the sign of x.',
      });
    }
    return float32(x);
  },
  gradient: [({ builder, node, dy, name }) => builder.apply('eluGradient', name, [node.id, dy], node.attributes)],
  multiplyAdds: () => 0,
};
