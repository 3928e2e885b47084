/** Runs one conformance case on an executor, and measures how far two results lie apart. Runs in Node and in a browser. */
import type { Executor } from '../../src/engine/executors/executor';
import type { Values } from '../../src/tensor/shape';
import { caseGraph, type ConformanceCase } from './cases';

/** Allowed distance from the reference, see `distance`. */
export const forwardTolerance = 1e-5;
export const gradientTolerance = 1e-4;

/**
 * Leaves NaN in four million bytes that the executor has free, so that a program which reads what it has not written shows it: fresh
 * memory is all zeros, as if somebody had written them.
 */
export function soilMemory(executor: Executor): void {
  const store = executor.createStore([{ name: 'dirt', shape: [2 ** 20] }]);
  store.write('dirt', new Float32Array(2 ** 20).fill(NaN));
  store.dispose();
}

/** All outputs of a case: `y`, and `gradient <input>`. `change` as for `caseGraph`. */
export async function runCase(
  executor: Executor,
  testCase: ConformanceCase,
  change?: Parameters<typeof caseGraph>[1],
): Promise<ReadonlyMap<string, Values>> {
  const { graph, outputs, values, data } = caseGraph(testCase, change);
  const store = executor.createStore([]);
  const stored = Object.fromEntries(
    [...data].map(([name, { shape, values: kept }]) => [name, executor.storeData(shape, kept)]),
  );
  const program = await executor.compile(graph, store, { outputs, data: stored });
  for (const [name, written] of values) program.write(name, written);
  program.run();
  const results = new Map<string, Values>();
  for (const output of outputs) results.set(output, await program.read(output));
  program.dispose();
  store.dispose();
  for (const bytes of Object.values(stored)) bytes.dispose();
  return results;
}

/**
 * The norm of every comparison between executors: the largest difference, divided by the largest value of `expected`, both taken
 * over one whole array. So an error is measured against the scale of its array, as rounding in float32 sums is, and not against the
 * one value that it hits, which may be nearly zero. Arrays with no value above 0.01 (a loss that is nearly zero) are measured on that
 * scale: float32 sums near 1 know nothing finer. Infinite when the lengths differ or a value is not finite where the other is.
 */
export function distance(found: Values, expected: Values): number {
  if (found.length !== expected.length) return Infinity;
  let difference = 0;
  let scale = 0.01;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [found[i] ?? NaN, expected[i] ?? NaN];
    if (Object.is(a, b)) continue;
    if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
    difference = Math.max(difference, Math.abs(a - b));
    scale = Math.max(scale, Math.abs(b));
  }
  return difference / scale;
}

/** What a case's outputs may differ by: integers not at all. */
export function toleranceOf(output: string, values: Values): number {
  if (values instanceof Int32Array) return 0;
  return output === 'y' ? forwardTolerance : gradientTolerance;
}
