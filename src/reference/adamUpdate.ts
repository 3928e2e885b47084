import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

/** One step along the mean gradient, each number at its own scale; both averages are freed of their start at zero first. */
export const adamUpdate: ReferenceOp<'adamUpdate'> = (_, p, m, v, learningRate, step, decay1, decay2, epsilon) => {
  const meanCorrection = 1 - decay1.get() ** step.get();
  const squareCorrection = 1 - decay2.get() ** step.get();
  const direction = zip(m, v, (mean, square) => {
    return mean / meanCorrection / (Math.sqrt(square / squareCorrection) + epsilon.get());
  });
  return zip(p, direction, (value, slope) => value - learningRate.get() * slope);
};
