/** What the book makes is what networks of the zoo can learn, as a run trains them. */
import { beforeAll, describe, expect, test } from 'vitest';
import { generatedIds, type DataSet, type DataSetId, type GeneratedId } from '../data/dataSet';
import { generators } from '../data/generators';
import { prepareImport } from '../data/import/prepareImport';
import { networkOn } from '../network/adapt';
import { mlp } from '../network/families';
import type { NetworkSpec } from '../network/spec';
import { networkNamed } from '../network/zoo';
import { createDataLibrary } from './dataLibrary';
import { createWasmExecutor } from './executors/wasm/executor';
import { loadKernelModule } from './executors/wasm/loadModuleInNode';
import { createRun } from './run';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await loadKernelModule();
});

/** Fraction of the test images that are right after so many steps. */
async function learned(
  id: GeneratedId | DataSet,
  spec: NetworkSpec,
  steps: number,
  learningRate = 0.003,
): Promise<number> {
  const dataSet =
    typeof id === 'string' ? await generators[id].generate({ seed: 1, ...generators[id].offer.counts }) : id;
  const { shape, classes } = dataSet.info;
  const executor = createWasmExecutor(module);
  const run = await createRun({
    name: 'proof',
    description: {
      network: spec.name,
      dataSet: dataSet.info.id,
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

describe('a table of points that a reader brought', () => {
  /** An inner and an outer ring, far from the origin and in uneven units, as measurements come. */
  const rings = Array.from({ length: 600 }, (_, k) => {
    const radius = k % 2 === 0 ? 1 : 3;
    return `${1000 + 50 * radius * Math.cos(k)},${-2 + 0.01 * radius * Math.sin(k)},${k % 2 === 0 ? 'inner' : 'outer'}`;
  });

  test('is looked at, kept, loaded again and learned', async () => {
    const kept = new Map<DataSetId, DataSet>();
    const library = createDataLibrary({
      generators: {} as Parameters<typeof createDataLibrary>[0]['generators'],
      kept: {
        list: () => Promise.resolve([...kept.values()].map(({ info }) => info)),
        read: (id) => Promise.resolve(kept.get(id) ?? null),
        write: (dataSet) => Promise.resolve(void kept.set(dataSet.info.id, structuredClone(dataSet))),
        rename: () => Promise.reject(new Error('not asked for')),
        remove: () => Promise.resolve(),
      },
      served: { list: () => Promise.resolve([]), read: () => Promise.resolve(null) },
      fetchDataSet: () => Promise.reject(new Error('not asked for')),
      forgetFetch: () => Promise.resolve(),
      prepareImport: (files, choices, onProgress, signal) =>
        prepareImport(files, choices, onProgress, signal, () => Promise.reject(new Error('no images'))),
    });
    const { signal } = new AbortController();
    const silent = (): void => undefined;
    const file = new Blob([['x,y,ring', ...rings].join('\n')]);
    const { proposal } = await library.inspectImport([{ path: 'rings.csv', file }], null, silent, signal);
    expect(kept.size).toBe(0);
    const { info, notice } = await library.keepImport(proposal, { name: 'My rings', leaveOut: false }, signal);
    expect(notice).toBeNull();
    expect(info).toMatchObject({ id: 'own-my-rings', title: 'My rings', values: 'numbers', sizeBytes: 600 * 9 });
    const dataSet = await library.load('own-my-rings', 1, silent);
    expect(dataSet.info.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await learned(dataSet, networkNamed('mlp'), 200, 0.01)).toBeGreaterThan(0.95);
  });
});
