/** Whole networks in training on the wasm executor, against the reference and against themselves. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../src/engine/executors/reference';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { instantiateKernels } from '../../src/engine/executors/wasm/kernels';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { teamInTurns } from '../../src/engine/executors/wasm/team';
import { everyKind } from '../../src/network/testNetworks';
import { lossTolerance, smallNetworks, twentySteps } from './smallNetworks';
import { lossesOf, train, type ShortRun } from './training';

const module = await loadKernelModule();

/** The reference's losses, after a check that those of wasm are the same. */
async function agreeingLosses(run: ShortRun & { readonly steps: number }): Promise<readonly number[]> {
  const wasm = createWasmExecutor(module);
  const found = await lossesOf(wasm, run);
  expect(wasm.liveBuffers()).toBe(0);
  wasm.dispose();
  const expected = await lossesOf(createReferenceExecutor(), run);
  const errors = expected.map((loss, step) => Math.abs(found[step]! - loss) / loss);
  expect(Math.max(...errors), `${found.join(' ')} and ${expected.join(' ')}`).toBeLessThan(lossTolerance);
  return expected;
}

describe.each(['lenet5', 'lenet5-1998'])('%s: losses agree with the reference', (network) => {
  test.each([
    ['adam', 20],
    ['momentum', 5],
    ['sgd', 5],
  ] as const)('%s, %i steps', { timeout: 240_000 }, async (optimizer, steps) => {
    const losses = await agreeingLosses({ network, optimizer, batchSize: 3, steps });
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
  });
});

test.each(everyKind().map((network) => [network.name, network] as const))(
  '%s, which has the layers that no network of the zoo has: ten steps have the losses of the reference',
  { timeout: 60_000 },
  async (_, network) => {
    const losses = await agreeingLosses({ network, ...twentySteps, steps: 10 });
    expect(Math.abs(losses.at(-1)! - losses[0]!)).toBeGreaterThan(0.01);
  },
);

describe.each(smallNetworks.map((network) => [network.title, network] as const))('%s, small', (_, network) => {
  test('twenty steps have the losses of the reference', { timeout: 240_000 }, async () => {
    const losses = await agreeingLosses({ network, ...twentySteps });
    // It learned: losses that stand still would agree whatever the gradients are.
    expect(Math.abs(losses.at(-1)! - losses[3]!)).toBeGreaterThan(0.01);
  });

  test('a run repeats bit for bit, moments and running statistics too, on one thread and cut for several', async () => {
    const run = { network, ...twentySteps, optimizer: 'adam' } as const;
    const first = await train(createWasmExecutor(module), run);
    expect(Object.keys(first.slots)).toContain('conv1.weight@mean');
    expect(await train(createWasmExecutor(module), run)).toEqual(first);
    for (const threads of [2, 3]) {
      const team = teamInTurns(instantiateKernels(module), threads);
      expect(await train(createWasmExecutor(team), run), `${threads} threads`).toEqual(first);
    }
  });
});
