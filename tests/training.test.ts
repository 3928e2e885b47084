/** The real thing in Node: LeNet-5 on `wasm`, through the run, on Digits and, where it is there, on MNIST. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DataSet } from '../src/data/dataSet';
import { generateDigits } from '../src/data/digits';
import { assemblePublished } from '../src/data/import/assemblePublished';
import { createWasmExecutor } from '../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../src/engine/executors/wasm/loadModuleInNode';
import type { RunDescription, TestPoint, TrainPoint } from '../src/engine/protocol';
import { createRun, type Run } from '../src/engine/run';
import { defaultDescription } from '../src/lab/runs';
import { defaultLearningRates } from '../src/network/hyperparameters';
import { optimizerNames } from '../src/network/spec';
import { networkNamed } from '../src/network/zoo';
import { bookData, skipReason } from './bookData';

interface Training {
  readonly run: Run;
  readonly liveBuffers: () => number;
  /** All points so far. */
  readonly curve: () => Promise<{ train: TrainPoint[]; test: TestPoint[] }>;
}

async function start(dataSet: DataSet, change: Partial<RunDescription> = {}): Promise<Training> {
  const executor = createWasmExecutor(await loadKernelModule());
  const description = { ...defaultDescription, dataSet: dataSet.info.id, ...change };
  const train: TrainPoint[] = [];
  const testPoints: TestPoint[] = [];
  const run = await createRun({
    name: 'lenet',
    description,
    spec: networkNamed(description.network),
    dataSet,
    executor,
    send: (event) => {
      if (event.kind !== 'status') return;
      train.push(...event.trainPoints);
      testPoints.push(...event.testPoints);
    },
    now: () => performance.now(),
  });
  return {
    run,
    liveBuffers: () => executor.liveBuffers(),
    curve: async () => {
      // The last points are posted within a twentieth of a second.
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { train, test: testPoints };
    },
  };
}

describe('LeNet-5 on Digits', () => {
  let digits: DataSet;
  beforeAll(async () => {
    digits = await generateDigits({ seed: 1, train: 4000, validation: 10, test: 500 });
  });

  test.each(optimizerNames)(
    '%s with its usual settings reads nine of ten unseen digits',
    { timeout: 120_000 },
    async (optimizer) => {
      const { run } = await start(digits, { optimizer, learningRate: defaultLearningRates[optimizer] });
      await run.step(500);
      expect(run.status().testAccuracy).toBeGreaterThan(0.9);
      await run.dispose();
    },
  );

  test('learns: 90 % of unseen digits after 600 steps, and the weights are finite', { timeout: 120_000 }, async () => {
    const { run } = await start(digits);
    await run.step(600);
    const { predicted, labels } = await run.predictions();
    const right = predicted.filter((given, i) => given === labels[i]).length;
    expect(right / labels.length).toBeGreaterThan(0.9);
    await run.dispose();
  });

  test.each(['lenet5', 'lenet5-1998'])(
    '%s: the same seed gives the same curve bit for bit, another does not',
    { timeout: 120_000 },
    async (network) => {
      const curveOf = async (seed: number, pieces: readonly number[]) => {
        const { run, curve } = await start(digits, {
          network,
          seeds: { initialization: seed, order: seed, generator: 1 },
        });
        for (const count of pieces) await run.step(count);
        const found = await curve();
        await run.dispose();
        return found;
      };
      const first = await curveOf(1, [110]);
      expect(first.train).toHaveLength(29);
      expect(first.test).toHaveLength(1);
      expect(await curveOf(1, [1, 60, 49])).toEqual(first);
      expect((await curveOf(2, [110])).train).not.toEqual(first.train);
    },
  );

  test('a snapshot continues the curve bit for bit', { timeout: 120_000 }, async () => {
    const whole = await start(digits);
    await whole.run.step(90);
    const first = await start(digits);
    await first.run.step(40);
    const second = await start(digits);
    await second.run.dispose();
    const executor = createWasmExecutor(await loadKernelModule());
    const resumed = await createRun({
      name: 'lenet',
      description: { ...defaultDescription },
      spec: networkNamed('lenet5'),
      dataSet: digits,
      executor,
      snapshot: structuredClone(await first.run.snapshot()),
      send: () => undefined,
      now: () => performance.now(),
    });
    await resumed.step(50);
    expect((await resumed.snapshot()).slots).toEqual((await whole.run.snapshot()).slots);
    for (const run of [whole.run, first.run, resumed]) await run.dispose();
  });

  test('1,000 steps leave as many live buffers as step 10', { timeout: 180_000 }, async () => {
    const { run, liveBuffers } = await start(digits);
    const look = async (): Promise<void> => {
      await run.predictions();
      await run.inspect({ kind: 'sample', split: 'test', index: 0 }, ['conv1', 'dense3'], ['conv1.weight']);
    };
    await run.step(10);
    await look();
    const early = liveBuffers();
    expect(early).toBeGreaterThan(0);
    await run.step(990);
    await look();
    expect(liveBuffers()).toBe(early);
    await run.dispose();
    expect(liveBuffers()).toBe(0);
  });
});

describe.skipIf(bookData() === null)(`LeNet-5 on MNIST ${skipReason}`, () => {
  test('97 % of the test images after one epoch with the defaults', { timeout: 300_000 }, async () => {
    const folder = join(bookData() ?? '', 'mnist');
    const mnist = await assemblePublished(
      'mnist',
      readdirSync(folder)
        .filter((name) => /ubyte/.test(name))
        .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })),
      'imported',
    );
    const { run, curve } = await start(mnist);
    await run.step(1718);
    expect(run.status().epoch).toBe(1);
    const { predicted, labels } = await run.predictions();
    const accuracy = predicted.filter((given, i) => given === labels[i]).length / labels.length;
    const { test: points } = await curve();
    console.log(
      `MNIST after one epoch: ${(100 * accuracy).toFixed(2)} % of ${labels.length} test images; ` +
        points.map((point) => `step ${point.step} ${(100 * point.accuracy).toFixed(1)} %`).join(', ') +
        `; ${run.status().stepsPerSecond?.toFixed(0) ?? '–'} steps/s`,
    );
    expect(accuracy).toBeGreaterThan(0.97);
    await run.dispose();
  });
});
