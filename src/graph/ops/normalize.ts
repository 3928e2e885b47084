import { sizeOf } from '../../tensor/shape';
import type { GradientRule, OpDefinition } from '../opDefinition';
import { float32, requireOnePerChannel } from '../shapeRules';

/**
 * normalize(x[…,C], mean[C], variance[C], scale[C], shift[C]) → y[…,C]: each channel moved to mean 0 and variance 1, then to a
 * mean (shift) and a deviation (scale) that are learned.
 *
 *   y[…,c] = scale[c] · (x[…,c] − mean[c]) / √(variance[c] + ε) + shift[c]
 *
 * Batch normalization is this op in both its forms. In training, mean and variance are the nodes batchMean(x) and batchVariance(x);
 * in evaluation they are parameters, the running statistics. So every node keeps one output, the statistics can be looked at,
 * the updates of the running ones are ordinary nodes that read the same two, and the gradient that flows through them needs
 * no rule of its own: it is the sum over three ways from x to y (directly, through the mean, through the variance).
 *
 * Gradient: ∂L/∂x along the direct way is dy · scale / √(variance + ε); to the other four see normalizeStatisticsGradient.
 *
 * Source: Ioffe & Szegedy, "Batch Normalization" (ICML 2015), algorithm 1.
 */
export const normalize: OpDefinition<'normalize'> = {
  inputs: ['x', 'mean', 'variance', 'scale', 'shift'],
  shape(_, x, mean, variance, scale, shift) {
    requireOnePerChannel('mean', mean, 'x', x);
    requireOnePerChannel('variance', variance, 'x', x);
    requireOnePerChannel('scale', scale, 'x', x);
    requireOnePerChannel('shift', shift, 'x', x);
    return float32(x);
  },
  gradient: [
    ({ builder, node, dy, name }, _x, _mean, variance, scale) =>
      builder.apply('normalizeGradient', name, [variance, scale, dy], node.attributes),
    ...(['mean', 'variance', 'scale', 'shift'] as const).map(
      (of): NonNullable<GradientRule<'normalize'>> =>
        ({ builder, node, dy, name }, x, mean, variance, scale) =>
          builder.apply('normalizeStatisticsGradient', name, [x, mean, variance, scale, dy], {
            ...node.attributes,
            of,
          }),
    ),
  ],
  multiplyAdds: (_, y) => sizeOf(y),
};
