/** How long a training step of LeNet-5 takes on our `wasm` executor, in Node, on one thread. */
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
// With its extension, because tsx takes `.node` for a native module's.
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import type { OptimizerName } from '../../src/network/spec';
import { startTraining } from '../conformance/training';

export interface StepTiming {
  readonly medianMs: number;
  /** The time that one step in ten is faster than: closer to the machine's limit when others share it. */
  readonly bestTenthMs: number;
  /** Bytes of activations, gradients, tables and scratch. */
  readonly memoryBytes: number;
  /** The kernel calls of a step with their median time, in order. */
  readonly calls: readonly { readonly kernel: string; readonly writes: readonly string[]; readonly medianMs: number }[];
}

/** The value below which the given fraction of the numbers lies. */
export function quantile(numbers: readonly number[], fraction: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? NaN;
}

/**
 * Times whole steps, each with writing its batch and scalars, after a warm-up.
 *
 * @param network a name of the zoo. @param steps how many are timed.
 */
export async function timeWasmSteps({
  network = 'lenet5',
  batchSize = 32,
  optimizer = 'adam',
  warmUp = 50,
  steps = 300,
}: {
  readonly network?: string;
  readonly batchSize?: number;
  readonly optimizer?: OptimizerName;
  readonly warmUp?: number;
  readonly steps?: number;
} = {}): Promise<StepTiming> {
  const executor = createWasmExecutor(await loadKernelModule());
  const { program, step } = await startTraining(executor, { network, optimizer, batchSize });
  for (let number = 1; number <= warmUp; number++) step(number);
  const times: number[] = [];
  for (let number = warmUp + 1; number <= warmUp + steps; number++) {
    const start = performance.now();
    step(number);
    times.push(performance.now() - start);
  }
  const profiles = Array.from({ length: Math.ceil(steps / 4) }, () => program.profile(() => performance.now()));
  const calls = program.calls.map(({ kernel, writes }, index) => ({
    kernel,
    writes,
    medianMs: quantile(
      profiles.map((profile) => profile[index] ?? NaN),
      0.5,
    ),
  }));
  const result = {
    medianMs: quantile(times, 0.5),
    bestTenthMs: quantile(times, 0.1),
    memoryBytes: program.memoryBytes,
    calls,
  };
  executor.dispose();
  return result;
}
