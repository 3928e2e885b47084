/** What every peer of the benchmark shares: the same batch, and how its step is timed. Runs in Node and in a page. */
import { randomStream } from '../../../src/tensor/random';
import { quantile } from '../quantile';

export interface PeerTiming {
  readonly medianMs: number;
  /** What exactly ran, for the table. */
  readonly name: string;
}

export interface Rounds {
  readonly warmUp: number;
  readonly steps: number;
}

export const batchSize = 32;

/** Images of noise: the time of a step does not depend on what is in them. */
export function noise(count: number): Float32Array {
  const stream = randomStream(1, 'benchmark images');
  return Float32Array.from({ length: count }, () => stream.bell());
}

/** Milliseconds per step: the median after a warm-up. */
export async function medianOfRounds({ warmUp, steps }: Rounds, step: () => void | Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < warmUp + steps; round++) {
    const start = performance.now();
    await step();
    if (round >= warmUp) times.push(performance.now() - start);
  }
  return quantile(times, 0.5);
}
