/** Runs of networks that keep state besides their weights and draw masks at random, on the executor of the book and on plain loops. */

import { describe, expect, test } from 'vitest';
import { tinyDataSet, tinyDescription, tinyNetwork } from '../../tests/fixtures/tinyRun';
import type { NetworkSpec } from '../network/spec';
import type { Executor } from './executors/executor';
import { createReferenceExecutor } from './executors/reference';
import { createWasmExecutor } from './executors/wasm/executor';
import { loadKernelModule } from './executors/wasm/loadModuleInNode';
import type { Snapshot } from './protocol';
import { createRun, type Run } from './run';

const network: NetworkSpec = {
  ...tinyNetwork,
  layers: [
    { kind: 'convolution', name: 'conv', filters: 4, kernel: [3, 3], bias: false },
    { kind: 'batchNormalization', name: 'norm' },
    { kind: 'activation', name: 'relu', function: 'relu' },
    { kind: 'shortcut', name: 'short', channels: 4, stride: [2, 2] },
    { kind: 'convolution', name: 'half', filters: 4, kernel: [3, 3], stride: [2, 2], padding: 'same', from: ['relu'] },
    { kind: 'add', name: 'sum', from: ['short', 'half'] },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dropout', name: 'drop', rate: 0.3 },
    { kind: 'dense', name: 'dense', units: 3 },
  ],
};
const dataSet = tinyDataSet();

const executors: readonly (readonly [string, () => Promise<Executor>])[] = [
  ['reference', () => Promise.resolve(createReferenceExecutor())],
  ['wasm', async () => createWasmExecutor(await loadKernelModule())],
];

describe.each(executors)('%s', (_, makeExecutor) => {
  async function start(snapshot?: Snapshot, initialization = 1): Promise<Run> {
    return createRun({
      name: 'tiny',
      description: { ...tinyDescription, seeds: { ...tinyDescription.seeds, initialization } },
      spec: network,
      dataSet,
      executor: await makeExecutor(),
      snapshot,
      send: () => undefined,
      now: () => performance.now(),
    });
  }

  test('trains, evaluates with running statistics, looks inside', async () => {
    const run = await start();
    await run.step(300);
    const { labels, predicted } = await run.predictions();
    expect(labels.filter((label, i) => label === predicted[i]).length / labels.length).toBeGreaterThan(0.9);
    const weights = await run.weights(['norm.runningMean', 'norm.runningVariance', 'norm.scale', 'norm.shift']);
    const inspection = await run.inspect({ kind: 'sample', split: 'test', index: 0 }, [
      'conv',
      'norm',
      'flatten',
      'drop',
    ]);
    const valueOf = (slot: string): number => weights[`norm.${slot}`]!.values[1]!;
    const x = inspection.activations['conv']!.values[1]!;
    const normalized = (x - valueOf('runningMean')) / Math.sqrt(valueOf('runningVariance') + 1e-5);
    expect(inspection.activations['norm']!.values[1]!).toBeCloseTo(normalized * valueOf('scale') + valueOf('shift'), 4);
    expect(inspection.activations['drop']!.values).toEqual(inspection.activations['flatten']!.values);
    await run.dispose();
  });

  test('a snapshot carries the running statistics and goes on with the same masks', async () => {
    const straight = await start();
    await straight.step(20);
    const first = await start();
    await first.step(7);
    const snapshot = structuredClone(await first.snapshot());
    expect(snapshot.slots['norm.runningVariance']).toHaveLength(4);
    expect(snapshot.slots['norm.runningVariance']?.[0]).not.toBe(1);
    const second = await start(snapshot);
    await second.step(13);
    const [resumed, whole] = await Promise.all([second.snapshot(), straight.snapshot()]);
    for (const [slot, values] of Object.entries(whole.slots)) {
      // The reference computes in float64 and hands out float32.
      values.forEach((value, i) => expect(resumed.slots[slot]?.[i], slot).toBeCloseTo(value, 4));
    }
    for (const run of [straight, first, second]) await run.dispose();
  });

  test('a reset brings the state back; another seed draws other masks', async () => {
    const run = await start();
    await run.step(5);
    const before = await run.snapshot();
    await run.reset();
    expect((await run.snapshot()).slots['norm.runningVariance']).toEqual(new Float32Array(4).fill(1));
    await run.step(5);
    expect(await run.snapshot()).toEqual(before);

    // The same weights and batches, so that only the masks differ.
    const other = await start({ ...before, step: 0 }, 2);
    const same = await start({ ...before, step: 0 }, 1);
    await Promise.all([other.step(1), same.step(1)]);
    const [a, b] = await Promise.all([other.snapshot(), same.snapshot()]);
    expect(a.slots['dense.weight']).not.toEqual(b.slots['dense.weight']);
    expect(a.slots['norm.runningMean']).toEqual(b.slots['norm.runningMean']);
    for (const each of [run, other, same]) await each.dispose();
  });
});
