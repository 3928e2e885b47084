import { sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireChannels } from '../shapeRules';

/**
 * batchVariance(x[…,C]) → v[C]: how far the values of each channel lie from their mean m, over batch and space.
 *
 *   v[c] = 1/M · Σ (x[…,c] − m[c])², M the number of places that a channel has
 *
 * Divided by M: the biased estimate, with which a batch is normalized. The running variance for evaluation averages the unbiased
 * v · M/(M − 1), as the paper does; that factor is a `scale` node behind this one.
 *
 * The mean is not an input but is taken here, so that the gradient is all of it: ∂v/∂m = −2/M · Σ (x − m) is zero by the
 * meaning of m, and ∂L/∂x = 2/M · (x − m) · dv.
 *
 * Source: Ioffe & Szegedy, "Batch Normalization" (ICML 2015), algorithm 1, second line, and algorithm 2, line 10.
 */
export const batchVariance: OpDefinition<'batchVariance'> = {
  inputs: ['x'],
  shape(_, x) {
    const channels = requireChannels('x', x);
    if (sizeOf(x) === 0)
      refuse({ expected: 'at least one value', found: 'none', next: 'A variance of nothing is undefined.' });
    return float32([channels]);
  },
  gradient: [({ builder, dy, name }, x) => builder.apply('batchVarianceGradient', name, [x, dy], {})],
  multiplyAdds: (_, _v, x) => sizeOf(x),
};
