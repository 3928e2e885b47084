import { expect, test } from 'vitest';
import type { Executor } from './executors/executor';
import { createReferenceExecutor } from './executors/reference';
import { createWasmExecutor } from './executors/wasm/executor';
import { loadKernelModule } from './executors/wasm/loadModuleInNode';
import { raceStepMs } from './race';
import { selfTest } from './selfTest';

/** What a broken driver does: one slot's values come back changed. */
function broken(change: (value: number) => number): Executor {
  const executor = createReferenceExecutor();
  return {
    ...executor,
    createStore: (slots) => {
      const store = executor.createStore(slots);
      const read = store.read.bind(store);
      store.read = async (slot) => {
        const values = await read(slot);
        return slot === 'conv2.weight' ? values.map(change) : values;
      };
      return store;
    },
  };
}

test('the executors of this machine pass and leave nothing alive', async () => {
  const [reference, wasm] = [createReferenceExecutor(), createWasmExecutor(await loadKernelModule())];
  expect(await selfTest(wasm, reference)).toBeNull();
  expect(wasm.liveBuffers()).toBe(0);
  expect(reference.liveBuffers()).toBe(0);
});

test.each([
  ['no movement at all', (): number => 0],
  ['a gradient that is half as large', (value: number): number => value * 0.99],
  ['not a number', (): number => NaN],
])('%s is found', async (_, change) => {
  expect(await selfTest(broken(change), createReferenceExecutor())).toMatch(
    /^conv2\.weight: gradients up to .*, off by /,
  );
});

test('the race gives milliseconds per step and leaves nothing alive', async () => {
  const wasm = createWasmExecutor(await loadKernelModule());
  const stepMs = await raceStepMs(wasm, () => performance.now());
  expect(stepMs).toBeGreaterThan(0.1);
  expect(stepMs).toBeLessThan(1000);
  expect(wasm.liveBuffers()).toBe(0);
});
