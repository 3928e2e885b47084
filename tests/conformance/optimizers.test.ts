/**
 * Every optimizer: ten steps against PyTorch's, on the reference and on wasm; and one call over all slots against node by node.
 *
 * Where PyTorch differs: its RMSProp is told `alpha` and Adagrad `eps` as here (outside of the root), its clipping divides by the norm + 1e-6,
 * its L2 penalty is the argument `weight_decay` of every optimizer but AdamW.
 */
import { describe, expect, test } from 'vitest';
import type { Executor } from '../../src/engine/executors/executor';
import { createReferenceExecutor } from '../../src/engine/executors/reference';
import { createWasmExecutor, type WasmProgram } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { buildTraining } from '../../src/network/build';
import { completeCoefficients, defaultLearningRates, type Coefficients } from '../../src/network/hyperparameters';
import { initialParameters } from '../../src/network/initialize';
import { optimizerNames, type NetworkSpec, type OptimizerName } from '../../src/network/spec';
import { randomStream } from '../../src/tensor/random';
import { problem, trajectories } from './pyTorchSteps';

const module = await loadKernelModule();
const everythingOn: Coefficients = { l1: 0.001, l2: 0.01, weightDecay: 0.05, clipNorm: 0.2 };

interface Setting {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly coefficients: Coefficients;
}

async function open(
  executor: Executor,
  spec: NetworkSpec,
  batchSize: number,
  { optimizer, learningRate, coefficients }: Setting,
  askForUpdates = false,
) {
  const { graph, slots } = buildTraining(spec, { batchSize, optimizer });
  const updates = askForUpdates ? Object.fromEntries(graph.updates.map(({ slot, value }) => [slot, value])) : {};
  const store = executor.createStore(slots);
  for (const [slot, values] of initialParameters(spec, 1)) store.write(slot, values);
  const outputs = { ...graph.outputs, ...updates };
  const program = await executor.compile({ ...graph, outputs }, store, { outputs: ['loss', ...Object.keys(updates)] });
  const scalars = graph.nodes.flatMap((node) => (node.op === 'scalar' ? [node.attributes.slot] : []));
  for (const [name, value] of Object.entries({ ...completeCoefficients(optimizer, coefficients), learningRate })) {
    if (scalars.includes(name)) program.write(name, Float32Array.of(value));
  }
  const step = (number: number): void => {
    if (scalars.includes('step')) program.write('step', Float32Array.of(number));
    program.run();
  };
  const all = async (): Promise<Map<string, Float32Array>> =>
    new Map(await Promise.all(slots.map(async ({ name }) => [name, await store.read(name)] as const)));
  return { store, program, step, all };
}

const regression: NetworkSpec = {
  version: 1,
  name: 'regression',
  title: 'Softmax regression',
  inputs: [{ name: 'image', shape: [1, 2, 1] }],
  layers: [
    { kind: 'flatten', name: 'flat' },
    { kind: 'dense', name: 'last', units: 2 },
  ],
  losses: [{ kind: 'softmaxCrossEntropy', from: 'last' }],
};

describe.each([
  ['reference', createReferenceExecutor],
  ['wasm', () => createWasmExecutor(module)],
] as const)('%s makes the steps that PyTorch makes', (_, create) => {
  test.each(
    trajectories.map(
      (trajectory) => [`${trajectory.optimizer} ${JSON.stringify(trajectory.coefficients)}`, trajectory] as const,
    ),
  )('%s', async (_title, trajectory) => {
    const { store, program, step } = await open(create(), regression, 2, trajectory);
    store.write('last.weight', Float32Array.from(problem.weight));
    store.write('last.bias', Float32Array.from(problem.bias));
    program.write('image', Float32Array.from(problem.image));
    program.write('labels', Int32Array.from(problem.labels));
    // Float32 on both executors' borders; PyTorch's 1e-6 in the norm.
    const tolerance = trajectory.coefficients.clipNorm === undefined ? 3e-6 : 2e-5;
    for (const [index, expected] of trajectory.rows.entries()) {
      step(index + 1);
      const found = [...(await store.read('last.weight')), ...(await store.read('last.bias'))];
      const where = `step ${index + 1}: ${found.join(' ')} and ${expected.join(' ')}`;
      expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!))), where).toBeLessThan(tolerance);
    }
  });
});

/** Slots of odd sizes, some longer than a line of memory. */
const odd: NetworkSpec = {
  ...regression,
  name: 'odd',
  inputs: [{ name: 'image', shape: [7, 7, 2] }],
  layers: [
    { kind: 'convolution', name: 'conv', filters: 5, kernel: [3, 3] },
    { kind: 'activation', name: 'relu', function: 'relu' },
    { kind: 'flatten', name: 'flat' },
    { kind: 'dense', name: 'middle', units: 37 },
    { kind: 'dense', name: 'last', units: 3 },
  ],
};

async function train(setting: Setting, executor: Executor, askForUpdates = false) {
  const opened = await open(executor, odd, 4, setting, askForUpdates);
  const stream = randomStream(1, 'odd images');
  const image = Float32Array.from({ length: 4 * 98 }, () => stream.bell());
  opened.program.write('image', image);
  opened.program.write('labels', Int32Array.of(0, 2, 1, 2));
  for (let number = 1; number <= 8; number++) opened.step(number);
  return { program: opened.program, slots: await opened.all() };
}

describe.each([
  ['as usual', {}],
  ['with penalties, decay and clipping', everythingOn],
] as const)('%s', (_, coefficients) => {
  test.each(optimizerNames)('%s: weights and moments after eight steps agree with the reference', async (optimizer) => {
    const setting = { optimizer, learningRate: defaultLearningRates[optimizer], coefficients };
    const found = await train(setting, createWasmExecutor(module));
    const expected = await train(setting, createReferenceExecutor());
    const kernels = (found.program as WasmProgram).calls.map(({ kernel }) => kernel);
    // Nothing of the optimizer is left outside of the one call; the norm has its own two.
    expect(kernels.filter((kernel) => kernel.endsWith('Step'))).toHaveLength(1);
    expect(kernels.at(-1)).toMatch(/Step$/);
    expect(
      kernels.filter((kernel) => /Update|penalize|scaleBy|decay|momentum$|Average|squaredNorm$/.test(kernel)),
    ).toEqual([]);
    for (const [slot, values] of expected.slots) {
      const largest = Math.max(...values.map(Math.abs));
      const apart = Math.max(...values.map((value, i) => Math.abs(value - found.slots.get(slot)![i]!)));
      expect(apart / largest, slot).toBeLessThan(2e-4);
    }
  });

  test.each(optimizerNames)('%s: one call gives the bits of its nodes', async (optimizer) => {
    // The norm of a clipped gradient is rounded once more between nodes.
    const withoutClipping = { ...coefficients, clipNorm: 0 };
    const setting = { optimizer, learningRate: defaultLearningRates[optimizer], coefficients: withoutClipping };
    const together = await train(setting, createWasmExecutor(module));
    const apart = await train(setting, createWasmExecutor(module), true);
    expect((apart.program as WasmProgram).calls.some(({ kernel }) => kernel.endsWith('Step'))).toBe(false);
    for (const [slot, values] of together.slots) expect(values, slot).toEqual(apart.slots.get(slot));
  });
});

test('coefficients change between steps without compiling', async () => {
  const setting = { optimizer: 'adam', learningRate: 0.01, coefficients: {} } as const;
  const { program, step, store } = await open(createWasmExecutor(module), odd, 4, setting);
  program.write('image', new Float32Array(4 * 98).fill(0.5));
  program.write('labels', Int32Array.of(0, 2, 1, 2));
  step(1);
  const before = await store.read('middle.weight');
  program.write('learningRate', Float32Array.of(1e-30));
  step(2);
  expect(await store.read('middle.weight')).toEqual(before);
  // A rate too small to move anything, and a decay that halves the weights all the same.
  program.write('weightDecay', Float32Array.of(0.5e30));
  step(3);
  expect(await store.read('middle.weight')).toEqual(before.map((value) => value * Math.fround(0.5)));
});
