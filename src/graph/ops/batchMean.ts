import { sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireChannels } from '../shapeRules';

/**
 * batchMean(x[…,C]) → m[C]: the mean of each channel over batch and space.
 *
 *   m[c] = 1/M · Σ x[…,c], M the number of places that a channel has (N · H · W for images)
 *
 * Gradient: every place gets dm / M.
 *
 * Source: Ioffe & Szegedy, "Batch Normalization" (ICML 2015), algorithm 1, first line.
 */
export const batchMean: OpDefinition<'batchMean'> = {
  inputs: ['x'],
  shape(_, x) {
    const channels = requireChannels('x', x);
    if (sizeOf(x) === 0)
      refuse({ expected: 'at least one value', found: 'none', next: 'A mean of nothing is undefined.' });
    return float32([channels]);
  },
  gradient: [
    ({ builder, dy, name }, x) => builder.apply('batchMeanGradient', name, [dy], { shape: builder.node(x).shape }),
  ],
  multiplyAdds: () => 0,
};
