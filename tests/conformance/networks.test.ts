/** Whole networks: training steps of both forms of LeNet-5 on the wasm executor, against the reference; twenty with Adam. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../src/engine/executors/reference';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { lossesOf } from './training';

/**
 * Largest allowed difference of a loss, relative to the loss. Rounding in float32 moves weights by about 1e-7 of their size
 * in each step; twenty steps let that grow.
 */
const tolerance = 1e-4;

const steps = { adam: 20, momentum: 5, sgd: 5 } as const;

describe.each(['lenet5', 'lenet5-1998'])('%s: losses agree with the reference', async (network) => {
  const module = await loadKernelModule();
  test.each(['adam', 'momentum', 'sgd'] as const)('%s', { timeout: 240_000 }, async (optimizer) => {
    const run = { network, optimizer, batchSize: 3, steps: steps[optimizer] };
    const wasm = createWasmExecutor(module);
    const found = await lossesOf(wasm, run);
    const expected = await lossesOf(createReferenceExecutor(), run);
    expect(wasm.liveBuffers()).toBe(0);
    expect(expected.at(-1)).toBeLessThan(expected[0]!);
    expected.forEach((loss, step) => {
      expect(Math.abs(found[step]! - loss) / loss, `step ${step + 1}: ${found[step]} and ${loss}`).toBeLessThan(
        tolerance,
      );
    });
  });
});
