import { sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireChannels } from '../shapeRules';

/**
 * localResponseNormalization(x[…,C]) → y[…,C]: each value divided by what its neighbours in the channels at the same place amount to.
 *
 *   y[…,c] = x[…,c] / s[…,c]^β    s[…,c] = k + α · Σ x[…,d]² over the channels d with |d − c| ≤ ⌊n/2⌋
 *
 * n (`size`) counts channels, its own among them; beyond the first and the last channel there are none. α is not divided by n, as
 * in the paper (several libraries divide). AlexNet: k = 2, n = 5, α = 10⁻⁴, β = 0.75.
 *
 * Gradient: ∂L/∂x[c] = dy[c] / s[c]^β − 2αβ · x[c] · Σ dy[d] · x[d] / s[d]^(β+1) over the same channels d.
 *
 * Source: Krizhevsky, Sutskever & Hinton, NIPS 2012, section 3.3.
 */
export const localResponseNormalization: OpDefinition<'localResponseNormalization'> = {
  inputs: ['x'],
  shape({ size, k, alpha, beta }, x) {
    requireChannels('x', x);
    if (!Number.isInteger(size) || size < 1 || !(k > 0) || !(alpha >= 0) || !(beta >= 0)) {
      refuse({
        expected: 'size as a whole number, 1 or more, k above 0, alpha and beta 0 or more',
        found: `size ${size}, k ${k}, alpha ${alpha}, beta ${beta}`,
        next: 'AlexNet has size 5, k 2, alpha 0.0001, beta 0.75.',
      });
    }
    return float32(x);
  },
  gradient: [
    ({ builder, node, dy, name }, x) =>
      builder.apply('localResponseNormalizationGradient', name, [x, dy], node.attributes),
  ],
  multiplyAdds: ({ size }, y) => (size + 1) * sizeOf(y),
};
