import type { ReferenceOp } from './referenceOp';

export const decayWeights: ReferenceOp<'decayWeights'> = (_, p, learningRate, decay) =>
  p.map((value) => value * (1 - learningRate.get() * decay.get()));
