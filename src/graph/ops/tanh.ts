import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * tanh(x): y = amplitude · tanh(slope · x), element by element. With amplitude 1.7159 and slope 2/3 it is the squashing
 * function of 1998, for which f(1) = 1 and f(−1) = −1.
 *
 * Gradient: ∂L/∂x = dy · slope / amplitude · (amplitude² − y²), written with the output alone.
 *
 * Source: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), appendix A.
 */
export const tanh: OpDefinition<'tanh'> = {
  inputs: ['x'],
  shape: (_, x) => float32(x),
  gradient: [({ builder, node, dy, name }) => builder.apply('tanhGradient', name, [node.id, dy], node.attributes)],
  multiplyAdds: () => 0,
};
