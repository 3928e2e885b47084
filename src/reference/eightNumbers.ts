import { randomStream } from '../tensor/random';

/** For each of N images its uniform numbers u₀ … u₇: elements 8n … 8n + 7 of the random stream (seed, `stream`, step). */
export function eightNumbers(
  batch: number,
  seed: number,
  stream: string,
  step: number,
): readonly (readonly number[])[] {
  const random = randomStream(seed, stream, step);
  return Array.from({ length: batch }, () => Array.from({ length: 8 }, () => random.uniform()));
}
