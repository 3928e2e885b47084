/**
 * What must not creep in over a long run: memory that is never given back, and numbers so small that arithmetic slows down.
 *
 * Deliberately not here: how fast a step is; that is for the benchmark.
 */
import { describe, expect, test } from 'vitest';
import { createWasmExecutor, type WasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { createRun } from '../../src/engine/run';
import { defaultCoefficients } from '../../src/network/hyperparameters';
import { optimizerNames } from '../../src/network/spec';
import { tinyDataSet, tinyDescription, tinyNetwork } from '../fixtures/tinyRun';
import { smallNetworks } from './smallNetworks';
import { startTraining } from './training';

const module = await loadKernelModule();
const memoryOf = (executor: WasmExecutor): readonly number[] => [
  executor.liveBuffers(),
  executor.liveBytes(),
  executor.linearMemoryBytes(),
];

test('20,000 steps of a small LeNet-5 leave as many buffers and bytes as step 10', { timeout: 240_000 }, async () => {
  const executor = createWasmExecutor(module);
  const { program, step, dispose } = await startTraining(executor, {
    network: smallNetworks[0]!,
    optimizer: 'adam',
    batchSize: 2,
  });
  for (let number = 1; number <= 10; number++) step(number);
  await program.read('loss');
  const before = memoryOf(executor);
  for (let number = 11; number <= 20_000; number++) {
    step(number);
    if (number % 100 === 0) await program.read('loss');
  }
  expect(memoryOf(executor)).toEqual(before);
  expect((await program.read('loss'))[0]).toBeLessThan(0.01);
  dispose();
  expect(executor.liveBuffers()).toBe(0);
  executor.dispose();
});

test('3,000 steps of a run with its evaluations, inspections and snapshots leave what the first of each left', async () => {
  const executor = createWasmExecutor(module);
  const run = await createRun({
    name: 'tiny',
    description: tinyDescription,
    spec: tinyNetwork,
    dataSet: tinyDataSet(),
    executor,
    send: () => undefined,
    now: () => performance.now(),
  });
  const look = async (): Promise<void> => {
    await run.inspect({ kind: 'sample', split: 'test', index: 3 }, ['conv'], ['conv.weight']);
    await run.predictions();
    await run.snapshot();
  };
  await run.step(10);
  await look();
  // The first evaluation.
  await run.step(100);
  const before = memoryOf(executor);
  for (let round = 0; round < 10; round++) {
    await run.step(300);
    await look();
  }
  expect(run.status()).toMatchObject({ step: 3110 });
  expect(run.status().testAccuracy).toBeGreaterThan(0.9);
  expect(memoryOf(executor)).toEqual(before);
  await run.dispose();
  expect(executor.liveBuffers()).toBe(0);
  executor.dispose();
});

/** The smallest normal float32; what is smaller and not zero is denormal. */
const SMALLEST_NORMAL = 2 ** -126;

/** Decay fast enough that what gets nothing more fades away within 2,000 steps: 0.9 each step instead of 0.999. */
const quickDecays = { momentum: 0.9, rho: 0.9, beta1: 0.9, beta2: 0.9 } as const;

describe('a network whose units have died', () => {
  test.each(optimizerNames)('%s: after 2,000 steps no weight and no moment is a denormal number', async (optimizer) => {
    const executor = createWasmExecutor(module);
    const { store, program, step, dispose } = await startTraining(executor, {
      network: smallNetworks[0]!,
      optimizer,
      batchSize: 2,
    });
    for (const [name, value] of Object.entries(quickDecays)) {
      if (name in defaultCoefficients[optimizer]) program.write(name, Float32Array.of(value));
    }
    for (let number = 1; number <= 5; number++) step(number);
    // Far below zero for every image: the rectifier behind the first layer passes nothing on, neither way.
    store.write('conv1.bias', new Float32Array(6).fill(-100));
    for (let number = 6; number <= 2000; number++) step(number);
    const denormal = (value: number): boolean => value !== 0 && Math.abs(value) < SMALLEST_NORMAL;
    for (const { name } of store.slots) {
      expect([...(await store.read(name))].filter(denormal).slice(0, 3), name).toEqual([]);
    }
    dispose();
    executor.dispose();
  });
});
