import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const adaptiveUpdate: ReferenceOp<'adaptiveUpdate'> = (_, p, g, s, learningRate, epsilon) => {
  const direction = zip(g, s, (slope, square) => slope / (Math.sqrt(square) + epsilon.get()));
  return zip(p, direction, (value, step) => value - learningRate.get() * step);
};
