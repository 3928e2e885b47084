/**
 * The common way to share a call among threads: its units lie one after the other in some of its buffers, and a range of units is
 * the same call with those buffers from there on and a smaller count.
 */
import type { KernelName } from './kernels';
import type { Buffer, Parameter } from './memoryPlan';
import type { Recorder } from './recorder';

export interface Shares {
  readonly units: number;
  readonly multiple?: number;
  readonly operations?: number;
  /** Buffers in which unit i takes the i-th of `units` equal shares. */
  readonly sliced: readonly Buffer[];
}

/**
 * Records a call that threads may share.
 *
 * @param make the parameters for some units: `at` gives a sliced buffer where the first of them lies, `count` says how many they are,
 * `first` which is the first.
 */
export function callInShares(
  recorder: Recorder,
  kernel: KernelName,
  access: { reads: readonly Buffer[]; writes: readonly Buffer[]; overwritable?: readonly Buffer[] },
  shares: Shares,
  make: (at: (buffer: Buffer) => Parameter, count: number, first: number) => readonly Parameter[],
): void {
  const { units, sliced } = shares;
  const parameters = (from: number, to: number): readonly Parameter[] =>
    make(
      (buffer) =>
        sliced.includes(buffer) && from > 0 ? { buffer, offsetBytes: (from * buffer.bytes) / units } : buffer,
      to - from,
      from,
    );
  recorder.call(kernel, parameters(0, units), access, { ...shares, parameters });
}

/**
 * At what multiples to cut rows, pixels or elements of several examples: between examples, if that makes fair parts, because then threads
 * keep to their own examples from call to call; else wherever the kernel allows it.
 */
export function cutBetweenExamples(examples: number, unitsPerExample: number, threads: number, least = 1): number {
  const fair = examples % threads === 0 || examples >= 8 * threads;
  return fair && unitsPerExample % least === 0 ? unitsPerExample : least;
}

/** At what multiples to cut columns: kernels take four at a time and the rest one by one, so that a sum's order depends on its place. */
export function columnMultiple(columns: number): number {
  return columns >= 32 ? 16 : 4;
}
