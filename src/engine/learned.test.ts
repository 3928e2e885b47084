/** What the book makes is what networks of the zoo can learn, as a run trains them. */
import { beforeAll, describe, expect, test } from 'vitest';
import { generatedIds, type GeneratedId } from '../data/dataSet';
import { generators } from '../data/generators';
import { networkOn } from '../network/adapt';
import { mlp } from '../network/families';
import type { NetworkSpec } from '../network/spec';
import { networkNamed } from '../network/zoo';
import { createWasmExecutor } from './executors/wasm/executor';
import { loadKernelModule } from './executors/wasm/loadModuleInNode';
import { createRun } from './run';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await loadKernelModule();
});

/** Fraction of the test images that are right after so many steps. */
async function learned(id: GeneratedId, spec: NetworkSpec, steps: number, learningRate = 0.003): Promise<number> {
  const dataSet = await generators[id].generate({ seed: 1, ...generators[id].offer.counts });
  const { shape, classes } = dataSet.info;
  const executor = createWasmExecutor(module);
  const run = await createRun({
    name: 'proof',
    description: {
      network: spec.name,
      dataSet: id,
      optimizer: 'adam',
      learningRate,
      schedule: { kind: 'cosine', steps },
      batchSize: 32,
      seeds: { initialization: 1, order: 1, generator: 1 },
    },
    spec: networkOn(spec, { shape, classes: classes.length }),
    dataSet,
    executor,
    send: () => undefined,
    now: () => performance.now(),
  });
  await run.step(steps);
  const { labels, predicted } = await run.predictions();
  await run.dispose();
  return labels.filter((label, k) => label === predicted[k]).length / labels.length;
}

test('every offer goes by the id that it is listed under', () => {
  for (const id of generatedIds) expect(generators[id].offer.id).toBe(id);
});

describe('planes: the MLP of the zoo learns them, and a straight line does not divide them', () => {
  const line = mlp({ input: [1, 1, 2], hidden: [], classes: 2 });
  test.each([
    ['planes-circles', 800, 0.98, 0.75],
    ['planes-moons', 800, 0.98, 0.92],
    ['planes-spirals', 800, 0.95, 0.75],
    ['planes-xor', 800, 0.9, 0.75],
    ['planes-checkerboard', 1500, 0.85, 0.65],
  ] as const)('%s', async (id, steps, least, most) => {
    expect(await learned(id, networkNamed('mlp'), steps)).toBeGreaterThan(least);
    expect(await learned(id, line, 300, 0.03)).toBeLessThan(most);
  });
  test('planes-gaussians: lines do divide them', async () => {
    expect(await learned('planes-gaussians', networkNamed('mlp'), 400)).toBeGreaterThan(0.98);
    expect(await learned('planes-gaussians', line, 300, 0.03)).toBeGreaterThan(0.98);
  });
});

test(
  'rhythms: the network for signals learns them, and no weighing of single samples does',
  { timeout: 180_000 },
  async () => {
    expect(await learned('rhythms', networkNamed('rhythm-cnn'), 400, 0.004)).toBeGreaterThan(0.95);
    expect(await learned('rhythms', mlp({ input: [1, 192, 1], hidden: [], classes: 6 }), 400, 0.01)).toBeLessThan(0.4);
  },
);
