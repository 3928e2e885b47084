import { describe, expect, test } from 'vitest';
import { optionsFor } from '../../tests/fixtures/checkOptions';
import { tinyDataSet, tinyDescription, tinyNetwork } from '../../tests/fixtures/tinyRun';
import type { Graph, GraphNode, OpName } from '../graph/graph';
import { isLeaf } from '../graph/opDefinition';
import { buildTraining } from '../network/build';
import { smallAlexnet } from '../network/families';
import type { NetworkSpec } from '../network/spec';
import { checkMe } from './checkMe';
import { allowedOf, allowedOfGradient, largestDifference } from './checking/comparison';
import { hardestImages } from './checking/hardestImages';
import type { Executor } from './executors/executor';
import { createWasmExecutor } from './executors/wasm/executor';
import { loadKernelModule } from './executors/wasm/loadModuleInNode';
import { placeImages, storedImages } from './placedData';
import type { CheckReport, RunDescription } from './protocol';
import { createRun } from './run';

const module = await loadKernelModule();

/** An executor that is handed another graph than the one it was asked to compile. */
function faulty(
  executor: Executor,
  change: (node: GraphNode) => Partial<GraphNode>,
  where: (graph: Graph) => boolean = () => true,
): Executor {
  return {
    ...executor,
    compile: (graph, store, options) =>
      executor.compile(
        where(graph)
          ? { ...graph, nodes: graph.nodes.map((node) => ({ ...node, ...change(node) }) as GraphNode) }
          : graph,
        store,
        options,
      ),
  };
}
const failed = ({ rows }: CheckReport): string[] =>
  rows.flatMap(({ passed, kind, of }) => (passed ? [] : [`${kind} ${of}`]));

describe('a sound executor', () => {
  test('passes: every op that computes, every slot and the input have their rows, and nothing is left behind', async () => {
    const wasm = createWasmExecutor(module);
    const report = await checkMe(optionsFor(wasm));
    expect(failed(report)).toEqual([]);
    expect(wasm.liveBuffers()).toBe(0);
    const of = (kinds: readonly string[]) => report.rows.flatMap((row) => (kinds.includes(row.kind) ? [row.of] : []));
    const { graph } = buildTraining(tinyNetwork, { batchSize: 2, optimizer: tinyDescription.optimizer });
    const ops = new Set(graph.nodes.flatMap((node) => (isLeaf(node) ? [] : [node.op])));
    const checkedOps: readonly string[] = of(['forward', 'gradient', 'optimizer']);
    expect([...ops].filter((op: OpName) => !checkedOps.includes(op))).toEqual([]);
    expect(checkedOps).toContain('gatherImages');
    const slots = ['conv.weight', 'conv.bias', 'dense.weight', 'dense.bias'];
    expect(of(['finite difference'])).toEqual([...slots, 'image']);
    expect(of(['training step'])).toEqual(slots);
    expect(report).toMatchObject({ executor: 'wasm', batch: 2, step: 0 });
    expect(report.notes[0]).toBe(
      'The 2 images of which the network is least sure among the next 32 of the run, with the weights that the run starts from.',
    );
    // Some of it is rounded: a check that compares something with itself would find nothing.
    expect(Math.max(...report.rows.map(({ largest }) => largest))).toBeGreaterThan(1e-9);
  });

  test('passes with dropout and augmentation, whose draws stay the same while a weight is moved', async () => {
    const spec = smallAlexnet({ input: [16, 16, 1], width: 4, classes: 3 });
    const description: RunDescription = { ...tinyDescription, augmentation: { shift: 1 } };
    const report = await checkMe(optionsFor(createWasmExecutor(module), { spec, description }));
    expect(failed(report)).toEqual([]);
    expect(report.rows.map(({ of }) => of)).toEqual(expect.arrayContaining(['dropout', 'warpImages']));
    expect(report.notes.at(-1)).toContain('dropout keeps its masks');
  });

  test('of a network that is large for the reference fewer numbers are compared, and the report says so', async () => {
    const spec: NetworkSpec = {
      ...tinyNetwork,
      inputs: [{ name: 'image', shape: [32, 32, 1] }],
      layers: [
        { kind: 'convolution', name: 'wide', filters: 32, kernel: [5, 5], padding: 'same' },
        { kind: 'convolution', name: 'deep', filters: 32, kernel: [5, 5], padding: 'same' },
        { kind: 'maxPool', name: 'pool', window: [8, 8] },
        { kind: 'flatten', name: 'flatten' },
        { kind: 'dense', name: 'dense', units: 3 },
      ],
    };
    const report = await checkMe(optionsFor(createWasmExecutor(module), { spec }));
    expect(failed(report)).toEqual([]);
    const convolution = report.rows.find(({ kind, of }) => kind === 'forward' && of === 'conv2d');
    expect(convolution?.count).toBeLessThan(2 * 2 * 32 * 32 * 32);
    expect(report.rows.some(({ kind, of }) => kind === 'finite difference' && of === 'image')).toBe(false);
    expect(report.notes.join(' ')).toMatch(/large for the reference.*No finite differences of \d arrays/);
  });

  test('weights on a kink are passed over and counted', async () => {
    const dataSet = tinyDataSet();
    // Every image is the mean: the first layer computes its bias, which is exactly 0, where the rectifier has its kink.
    const flat = { ...dataSet.train, pixels: dataSet.train.pixels.map(() => 120) };
    const report = await checkMe(optionsFor(createWasmExecutor(module), { dataSet: { ...dataSet, train: flat } }));
    expect(failed(report)).toEqual([]);
    expect(report.notes.at(-1)).toMatch(/; \d+ that stands? on a kink passed over/);
    expect(report.rows.some(({ kind, of }) => kind === 'finite difference' && of === 'conv.bias')).toBe(false);
  });
});

describe('a broken executor is found', () => {
  test('a gradient op: by the op, by the slopes behind it, and by the step', async () => {
    const executor = faulty(createWasmExecutor(module), (node) =>
      node.op === 'reluGradient' ? { op: 'multiply', attributes: {} } : {},
    );
    expect(failed(await checkMe(optionsFor(executor)))).toEqual([
      'gradient reluGradient',
      'finite difference conv.weight',
      'finite difference conv.bias',
      'finite difference image',
      'training step conv.weight',
      'training step conv.bias',
    ]);
  });

  test('a forward op that is another: its gradients are right for the wrong function, and the slope tells', async () => {
    const executor = faulty(createWasmExecutor(module), (node) =>
      node.op === 'relu' ? { op: 'tanh', attributes: { amplitude: 1, slope: 1 } } : {},
    );
    const found = failed(await checkMe(optionsFor(executor)));
    expect(found).toContain('forward relu');
    expect(found).toContain('finite difference conv.weight');
    expect(found).not.toContain('forward conv2d');
  });

  test('a fault in the joined program alone, where nothing in between can be read: by the step', async () => {
    const executor = faulty(
      createWasmExecutor(module),
      (node) => (node.op === 'maxPool' ? { op: 'averagePool' } : {}),
      (graph) => Object.keys(graph.outputs).length === 2,
    );
    const found = failed(await checkMe(optionsFor(executor)));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((row) => !row.startsWith('training step'))).toEqual([]);
  });

  test('a result that is no number', () => {
    expect(largestDifference([1, NaN], [1, 2], 2)).toBe(Infinity);
    expect(largestDifference([1], [1, 2], 2)).toBe(Infinity);
    expect(largestDifference([NaN], [NaN], 1)).toBe(0);
    expect(largestDifference([1.5, 2], [1, 2], 2)).toBe(0.25);
    expect(largestDifference([1e-40], [0], 0)).toBeCloseTo(1e-10);
  });
});

test('a GPU may differ ten times as much where numbers are summed, and not where they are moved', () => {
  const gpu = (op: Parameters<typeof allowedOf>[0], isInteger = false) =>
    allowedOf(op, 'gradient', isInteger, true).tolerance;
  expect([gpu('conv2dFilterGradient'), gpu('reshape'), gpu('argMax', true)]).toEqual([1e-3, 1e-7, 0]);
});

test('where a network is so sure that float32 has few digits of its gradient, more may differ', () => {
  const tolerances = [1, 1e-3, 1e-5, 1e-9].map((slope) => allowedOfGradient(false, slope).tolerance);
  expect(tolerances[0]).toBe(1e-3);
  expect(tolerances[1]).toBe(1e-3);
  expect(tolerances[2]).toBeCloseTo(0.1);
  expect(tolerances[3]).toBe(1);
});

test('the images are the hardest of the candidates', async () => {
  const wasm = createWasmExecutor(module);
  const dataSet = tinyDataSet();
  // The first three images are of a class that they do not show.
  const labels = dataSet.train.labels.map((label, index) => (index < 3 ? (label + 1) % 3 : label));
  const changed = { ...dataSet, train: { ...dataSet.train, labels } };
  const run = await createRun({
    name: 'tiny',
    description: tinyDescription,
    spec: tinyNetwork,
    dataSet,
    executor: wasm,
    send: () => undefined,
    now: () => performance.now(),
  });
  await run.step(300);
  const { slots } = await run.snapshot();
  const placed = placeImages(wasm, changed, 'train');
  const trained = ['conv.weight', 'conv.bias', 'dense.weight', 'dense.bias'];
  const { slots: specs } = buildTraining(tinyNetwork, { batchSize: 2, optimizer: 'sgd' });
  const store = wasm.createStore(specs);
  for (const slot of trained) store.write(slot, slots[slot] ?? new Float32Array());
  const candidates = Int32Array.from([9, 0, 5, 1, 7, 2, 8]);
  const feeding = { data: storedImages(changed, 'train') };
  const chosen = await hardestImages(wasm, store, tinyNetwork, feeding, placed.data, candidates, 3);
  expect([...chosen].sort()).toEqual([0, 1, 2]);
  await run.dispose();
});

test('it tells its progress, and ends when it is not wanted any more, with nothing left behind', async () => {
  const wasm = createWasmExecutor(module);
  const told: number[] = [];
  const tasks = new Set<string>();
  const controller = new AbortController();
  let clock = 0;
  const check = checkMe(
    optionsFor(wasm, {
      signal: controller.signal,
      now: () => (clock += 1000),
      tell(task, done, total) {
        tasks.add(task);
        told.push(done / total);
        if (told.length === 40) controller.abort();
      },
    }),
  );
  await expect(check).rejects.toMatchObject({ code: 'cancelled' });
  expect(told).toHaveLength(40);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(tasks).toContain('Every op against the reference');
  expect(wasm.liveBuffers()).toBe(0);
});

describe('beside a run', () => {
  async function trained(withCheck: boolean): Promise<{ readonly curves: string; readonly slots: unknown }> {
    // What is posted together is a matter of time; what is posted is not.
    const [train, test]: [unknown[], unknown[]] = [[], []];
    const run = await createRun({
      name: 'tiny',
      description: { ...tinyDescription, optimizer: 'adam' },
      spec: tinyNetwork,
      dataSet: tinyDataSet(),
      executor: createWasmExecutor(module),
      send: (event) => {
        if (event.kind !== 'status') return;
        train.push(...event.trainPoints);
        test.push(...event.testPoints);
      },
      now: () => performance.now(),
    });
    await run.step(50);
    const training = run.step(400);
    if (withCheck) {
      const report = await run.checkMe();
      expect(failed(report)).toEqual([]);
      expect(report.step).toBeGreaterThanOrEqual(50);
    }
    await training;
    const { slots } = await run.snapshot();
    await run.dispose();
    return { curves: JSON.stringify([train, test]), slots };
  }

  test('its curve and its weights are the same, bit for bit, with and without a check in the middle', async () => {
    expect(await trained(true)).toEqual(await trained(false));
  });

  test('a network that is sure of everything is checked on what it is least sure of, and passes', async () => {
    const run = await createRun({
      name: 'tiny',
      description: { ...tinyDescription, optimizer: 'adam' },
      spec: tinyNetwork,
      dataSet: tinyDataSet(),
      executor: createWasmExecutor(module),
      send: () => undefined,
      now: () => performance.now(),
    });
    await run.step(1500);
    expect(run.status().loss).toBeLessThan(1e-3);
    const report = await run.checkMe();
    expect(failed(report)).toEqual([]);
    expect(report.notes[0]).toMatch(
      /^The 2 images of which .* among the next \d+ of the run, with its weights after step 1,500\.$/,
    );
    await run.dispose();
  });

  test('a run that is closed meanwhile ends its check first', async () => {
    const wasm = createWasmExecutor(module);
    let clock = 0;
    const run = await createRun({
      name: 'tiny',
      description: tinyDescription,
      spec: tinyNetwork,
      dataSet: tinyDataSet(),
      executor: wasm,
      send: () => undefined,
      // Every look at the clock is a second later: the check breathes whenever it may.
      now: () => (clock += 1000),
    });
    const check = run.checkMe();
    const rejected = expect(check).rejects.toThrow('The run was closed.');
    await new Promise((resolve) => setImmediate(resolve));
    await run.dispose();
    expect(wasm.liveBuffers()).toBe(0);
    await rejected;
  });
});
