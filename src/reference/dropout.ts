import { randomStream } from '../tensor/random';
import type { ReferenceOp } from './referenceOp';

/** A value whose random number lies below the rate is dropped; the others grow, so that the expected sum stays. */
export const dropout: ReferenceOp<'dropout'> = ({ stream }, x, rate, seed, step) => {
  const random = randomStream(Math.round(seed.get()), stream, Math.round(step.get()));
  return x.map((value) => (random.uniform() < rate.get() ? 0 : value / (1 - rate.get())));
};
