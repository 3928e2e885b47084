/** The life of stores and programs, updates, fusion and repeatability. What each op computes is in tests/conformance. */
import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../../graph/builder';
import type { Graph, NodeId } from '../../../graph/graph';
import type { GraphBuilder } from '../../../graph/opDefinition';
import { buildEvaluation, buildTraining } from '../../../network/build';
import { defaultCoefficients } from '../../../network/hyperparameters';
import { initialParameters } from '../../../network/initialize';
import { networkNamed } from '../../../network/zoo';
import { randomStream } from '../../../tensor/random';
import { createReferenceExecutor } from '../reference';
import { createWasmExecutor, type WasmExecutor } from './executor';
import { instantiateKernels } from './kernels';
import { loadKernelModule } from './loadModuleInNode';
import { teamOfOne } from './team';

const module = await loadKernelModule();

/** A graph of one slot `p` [4] and what `build` makes of it. */
function graphOf(
  build: (
    builder: GraphBuilder,
    p: NodeId,
    q: NodeId,
  ) => { outputs: Record<string, NodeId>; updates: Graph['updates'] },
): Graph {
  const builder = createBuilder();
  return builder.finish(build(builder, builder.parameter('p', [4]), builder.parameter('q', [4])));
}
const slots = [
  { name: 'p', shape: [4] },
  { name: 'q', shape: [4] },
];

async function runOnce(graph: Graph, outputs: readonly string[], executor = createWasmExecutor(module)) {
  const store = executor.createStore(slots);
  store.write('p', Float32Array.of(1, 2, 3, 4));
  store.write('q', Float32Array.of(10, 20, 30, 40));
  const program = await executor.compile(graph, store, { outputs });
  program.run();
  const read = async (name: string): Promise<number[]> => [...(await program.read(name))];
  const results = Object.fromEntries(await Promise.all(outputs.map(async (name) => [name, await read(name)] as const)));
  return { results, p: [...(await store.read('p'))], q: [...(await store.read('q'))], program };
}

async function startLenet(executor: WasmExecutor, outputs = ['loss']) {
  const spec = networkNamed('lenet5');
  const built = buildTraining(spec, { batchSize: 4, optimizer: 'adam' });
  const store = executor.createStore(built.slots);
  for (const [slot, values] of initialParameters(spec, 1)) store.write(slot, values);
  const program = await executor.compile(built.graph, store, { outputs });
  const stream = randomStream(1, 'test images');
  program.write(
    'image',
    Float32Array.from({ length: 4 * 32 * 32 }, () => stream.bell()),
  );
  program.write('labels', Int32Array.of(0, 3, 9, 3));
  for (const [name, value] of Object.entries({ learningRate: 0.001, ...defaultCoefficients.adam })) {
    program.write(name, Float32Array.of(value));
  }
  const step = (number: number): void => {
    program.write('step', Float32Array.of(number));
    program.run();
  };
  return { spec, built, store, program, step };
}

describe('updates', () => {
  test('a run replaces a slot by the value of its node', async () => {
    const graph = graphOf((builder, p, q) => ({
      outputs: {},
      updates: [{ slot: 'p', value: builder.apply('add', 'sum', [p, q], {}) }],
    }));
    const { p, q, program } = await runOnce(graph, []);
    expect(p).toEqual([11, 22, 33, 44]);
    expect(q).toEqual([10, 20, 30, 40]);
    expect(program.calls).toEqual([{ kernel: 'add', writes: ['sum'] }]);
  });

  test('every node sees the values from before the run, however the updates cross', async () => {
    const swap = graphOf((_, p, q) => ({
      outputs: {},
      updates: [
        { slot: 'p', value: q },
        { slot: 'q', value: p },
      ],
    }));
    const swapped = await runOnce(swap, []);
    expect([swapped.p, swapped.q]).toEqual([
      [10, 20, 30, 40],
      [1, 2, 3, 4],
    ]);
    const crossed = graphOf((builder, p, q) => {
      const nextP = builder.apply('add', 'next p', [p, q], {});
      const nextQ = builder.apply('multiply', 'next q', [p, q], {});
      const after = builder.apply('scale', 'after', [p], { factor: 2 });
      return {
        outputs: { after },
        updates: [
          { slot: 'p', value: nextP },
          { slot: 'q', value: nextQ },
        ],
      };
    });
    const result = await runOnce(crossed, ['after']);
    expect(result.p).toEqual([11, 22, 33, 44]);
    expect(result.q).toEqual([10, 40, 90, 160]);
    expect(result.results['after']).toEqual([2, 4, 6, 8]);
  });

  test('an output that is a leaf, a reshaped leaf or a next value is what it was in that run', async () => {
    const graph = graphOf((builder, p) => {
      const next = builder.apply('scale', 'next', [p], { factor: 3 });
      const reshaped = builder.apply('reshape', 'square', [p], { shape: [2, 2] });
      return { outputs: { before: p, reshaped, next }, updates: [{ slot: 'p', value: next }] };
    });
    const { results, p } = await runOnce(graph, ['before', 'reshaped', 'next']);
    expect(results).toEqual({ before: [1, 2, 3, 4], reshaped: [1, 2, 3, 4], next: [3, 6, 9, 12] });
    expect(p).toEqual([3, 6, 9, 12]);
  });

  test('one call of Adam gives the same bits as its three nodes', async () => {
    const graph = graphOf((builder, p, q) => {
      const [rate, step, beta1, beta2, epsilon] = ['learningRate', 'step', 'beta1', 'beta2', 'epsilon'].map((name) =>
        builder.scalar(name),
      );
      const gradient = builder.apply('multiply', 'gradient', [p, q], {});
      const m = builder.parameter('m', [4]);
      const v = builder.parameter('v', [4]);
      const mean = builder.apply('movingAverage', 'mean', [m, gradient, beta1!], {});
      const meanSquare = builder.apply('movingAverageOfSquares', 'mean square', [v, gradient, beta2!], {});
      const inputs = [p, mean, meanSquare, rate!, step!, beta1!, beta2!, epsilon!];
      const next = builder.apply('adamUpdate', 'next', inputs, {});
      return {
        outputs: { next },
        updates: [
          { slot: 'p', value: next },
          { slot: 'm', value: mean },
          { slot: 'v', value: meanSquare },
        ],
      };
    });
    const found = [];
    for (const outputs of [[], ['next']]) {
      const executor = createWasmExecutor(module);
      const store = executor.createStore([...slots, { name: 'm', shape: [4] }, { name: 'v', shape: [4] }]);
      store.write('p', Float32Array.of(1, -2, 0.3, 0));
      store.write('q', Float32Array.of(0.1, 7, -0.2, 5));
      const program = await executor.compile(graph, store, { outputs });
      for (const [name, value] of Object.entries({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })) {
        program.write(name, Float32Array.of(value));
      }
      for (let step = 1; step <= 10; step++) {
        program.write('step', Float32Array.of(step));
        program.run();
      }
      found.push({
        kernels: program.calls.map(({ kernel }) => kernel),
        slots: await Promise.all(['p', 'm', 'v'].map((name) => store.read(name))),
      });
    }
    expect(found[0]!.kernels).toEqual(['multiply', 'adamStep']);
    expect(found[1]!.kernels).toContain('adamUpdate');
    expect(found[0]!.slots).toEqual(found[1]!.slots);
  });

  test('a moment that gets no gradient any more becomes zero, not a denormal number', async () => {
    const graph = graphOf((builder, p, q) => {
      const decay = builder.scalar('momentum');
      const none = builder.apply('scale', 'none', [q], { factor: 0 });
      return {
        outputs: {},
        updates: [{ slot: 'p', value: builder.apply('momentum', 'next', [p, none, decay], {}) }],
      };
    });
    const executor = createWasmExecutor(module);
    const store = executor.createStore(slots);
    store.write('p', Float32Array.of(1, -1, 0, NaN));
    const program = await executor.compile(graph, store, { outputs: [] });
    program.write('momentum', Float32Array.of(0.9));
    for (let step = 0; step < 400; step++) program.run();
    expect((await store.read('p'))[0]).toBeGreaterThan(1e-20);
    for (let step = 0; step < 300; step++) program.run();
    expect([...(await store.read('p'))]).toEqual([0, 0, 0, NaN]);
  });
});

describe('a step of LeNet-5', () => {
  test('is fused: no bias, relu or moment has a call of its own', async () => {
    const { program } = await startLenet(createWasmExecutor(module));
    const kernels = program.calls.map(({ kernel }) => kernel);
    expect(kernels.slice(-3)).toEqual(['squaredNorms', 'clipFactorOfChunks', 'adamStep']);
    expect(kernels.filter((kernel) => kernel === 'adamStep')).toHaveLength(1);
    expect(kernels.filter((kernel) => kernel === 'maxPoolReluGradientSaved')).toHaveLength(2);
    expect(
      kernels.filter((kernel) => ['addBias', 'relu', 'maxPoolGradient', 'movingAverage'].includes(kernel)),
    ).toEqual([]);
    // relu3 and relu4, which no pooling follows.
    expect(kernels.filter((kernel) => kernel === 'reluGradient')).toHaveLength(2);
  });

  test('values between are computed when they are asked for, and agree with the reference', async () => {
    const results = await Promise.all(
      [createWasmExecutor(module), createReferenceExecutor()].map(async (executor) => {
        const spec = networkNamed('lenet5');
        const { graph, slots: needed } = buildEvaluation(spec, { batchSize: 2 });
        const store = executor.createStore(needed);
        for (const [slot, values] of initialParameters(spec, 1)) store.write(slot, values);
        const program = await executor.compile(graph, store, { outputs: ['losses', 'predicted', 'probabilities'] });
        program.write('image', new Float32Array(2 * 32 * 32).fill(0.5));
        program.write('labels', Int32Array.of(1, 2));
        program.run();
        return { losses: await program.read('losses'), predicted: await program.read('predicted') };
      }),
    );
    expect(results[0]!.predicted).toEqual(results[1]!.predicted);
    results[1]!.losses.forEach((loss, i) => expect(results[0]!.losses[i]).toBeCloseTo(loss, 5));
  });

  test('a rectifier elsewhere is not taken for the one before the pooling', async () => {
    const builder = createBuilder();
    const [x, other, dy] = (['x', 'other', 'dy'] as const).map((name) =>
      builder.input(name, name === 'dy' ? [1, 1, 1, 1] : [1, 1, 2, 1], 'float32'),
    ) as [NodeId, NodeId, NodeId];
    const attributes = { window: [1, 2], stride: [1, 2] } as const;
    const pooled = builder.apply('maxPool', 'pooled', [x], attributes);
    const spread = builder.apply('maxPoolGradient', 'spread', [x, dy], attributes);
    const y = builder.apply('reluGradient', 'y', [other, spread], {});
    const executor = createWasmExecutor(module);
    const graph = builder.finish({ outputs: { pooled, y } });
    const program = await executor.compile(graph, executor.createStore([]), { outputs: ['pooled', 'y'] });
    program.write('x', Float32Array.of(1, 2));
    program.write('other', Float32Array.of(1, -1));
    program.write('dy', Float32Array.of(5));
    program.run();
    expect([...(await program.read('y'))]).toEqual([0, 0]);
  });

  test('winners of a pooling with another padding are not taken', async () => {
    const builder = createBuilder();
    const x = builder.input('x', [1, 1, 4, 1], 'float32');
    const dy = builder.input('dy', [1, 1, 2, 1], 'float32');
    const attributes = { window: [1, 2], stride: [1, 2] } as const;
    const pooled = builder.apply('maxPool', 'pooled', [x], attributes);
    const padding = { top: 0, bottom: 0, left: 1, right: 0 };
    const y = builder.apply('maxPoolGradient', 'y', [x, dy], { ...attributes, padding });
    const executor = createWasmExecutor(module);
    const graph = builder.finish({ outputs: { pooled, y } });
    const program = await executor.compile(graph, executor.createStore([]), { outputs: ['pooled', 'y'] });
    program.write('x', Float32Array.of(1, 2, 9, 3));
    program.write('dy', Float32Array.of(5, 7));
    program.run();
    expect([...(await program.read('pooled'))]).toEqual([2, 9]);
    expect([...(await program.read('y'))]).toEqual([5, 0, 7, 0]);
  });

  test('the same run twice is the same, bit for bit; another learning rate is not', async () => {
    const weightsAfter = async (rate: number): Promise<Float32Array> => {
      const { program, store, step } = await startLenet(createWasmExecutor(module));
      program.write('learningRate', Float32Array.of(rate));
      for (let number = 1; number <= 30; number++) step(number);
      return store.read('dense1.weight');
    };
    const first = await weightsAfter(0.001);
    expect(new Uint32Array((await weightsAfter(0.001)).buffer)).toEqual(new Uint32Array(first.buffer));
    expect(await weightsAfter(0.0011)).not.toEqual(first);
  });
});

describe('memory', () => {
  test('1,000 steps leave as many live buffers and as much linear memory as step 10', { timeout: 60_000 }, async () => {
    const executor = createWasmExecutor(module);
    const { program, step } = await startLenet(executor);
    for (let number = 1; number <= 10; number++) step(number);
    await program.read('loss');
    const before = [executor.liveBuffers(), executor.liveBytes(), executor.linearMemoryBytes()];
    for (let number = 11; number <= 1000; number++) {
      step(number);
      if (number % 50 === 0) await program.read('loss');
    }
    expect([executor.liveBuffers(), executor.liveBytes(), executor.linearMemoryBytes()]).toEqual(before);
  });

  test('disposing gives every byte back, and the next run of the same size needs no more memory', async () => {
    const executor = createWasmExecutor(module);
    const sizes = [];
    for (let round = 0; round < 3; round++) {
      const { program, store, step } = await startLenet(executor);
      step(1);
      expect(executor.liveBytes()).toBeGreaterThanOrEqual(program.memoryBytes + 3 * 61_706 * 4);
      program.dispose();
      program.dispose();
      store.dispose();
      expect([executor.liveBuffers(), executor.liveBytes()]).toEqual([0, 0]);
      sizes.push(executor.linearMemoryBytes());
    }
    expect(new Set(sizes).size).toBe(1);
  });

  test('activations share memory: a program takes far less than the sum of its values', async () => {
    const { built, program } = await startLenet(createWasmExecutor(module));
    const activations = built.graph.nodes
      .filter(({ op }) => op !== 'parameter')
      .reduce((bytes, { shape }) => bytes + 4 * shape.reduce((size, length) => size * length, 1), 0);
    expect(program.memoryBytes).toBeLessThan(activations / 2);
  });

  test('programs and stores side by side survive the growth of memory and the end of their neighbours', async () => {
    const executor = createWasmExecutor(module);
    const first = await startLenet(executor);
    first.step(1);
    const lossBefore = await first.program.read('loss');
    const size = executor.linearMemoryBytes();
    const second = executor.createStore([{ name: 'large', shape: [4_000_000] }]);
    expect(executor.linearMemoryBytes()).toBeGreaterThan(size);
    expect(await first.program.read('loss')).toEqual(lossBefore);
    const evaluation = buildEvaluation(first.spec, { batchSize: 1 });
    const other = await executor.compile(evaluation.graph, first.store, { outputs: ['probabilities'] });
    other.write('image', new Float32Array(1024));
    other.run();
    second.dispose();
    first.step(2);
    expect([...(await other.read('probabilities'))].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    first.program.dispose();
    other.run();
    expect((await other.read('probabilities')).every((p) => p > 0 && p < 1)).toBe(true);
    executor.dispose();
    expect(executor.liveBuffers()).toBe(0);
  });

  test('a program sees what was written into its store after it was compiled', async () => {
    const executor = createWasmExecutor(module);
    const graph = graphOf((builder, p, q) => ({
      outputs: { sum: builder.apply('add', 'sum', [p, q], {}) },
      updates: [],
    }));
    const store = executor.createStore(slots);
    const program = await executor.compile(graph, store, { outputs: ['sum'] });
    program.run();
    expect([...(await program.read('sum'))]).toEqual([0, 0, 0, 0]);
    store.write('p', Float32Array.of(1, 2, 3, 4));
    program.run();
    const copy = await program.read('sum');
    copy.fill(9);
    expect([...(await program.read('sum'))]).toEqual([1, 2, 3, 4]);
  });
});

describe('faults are said', () => {
  const executor = createWasmExecutor(module);
  const graph = graphOf((builder, p, q) => {
    const x = builder.input('x', [4], 'float32');
    const sum = builder.apply('add', 'sum', [p, q], {});
    return { outputs: { y: builder.apply('add', 'y', [sum, x], {}) }, updates: [] };
  });

  test('stores', async () => {
    const store = executor.createStore(slots);
    expect(() => store.write('r', Float32Array.of(1))).toThrow('expected one of the slots p, q, found r');
    expect(() => store.write('p', Float32Array.of(1))).toThrow('slot p holds 4 values, found 1');
    await expect(store.read('r')).rejects.toThrow('expected one of the slots p, q, found r');
    store.dispose();
    expect(() => store.write('p', new Float32Array(4))).toThrow('slot p is used after the store was disposed');
    await expect(executor.compile(graph, store, { outputs: ['y'] })).rejects.toThrow('expected a living store');
    expect(() => executor.createStore([slots[0]!, slots[0]!])).toThrow('two slots are named p');
  });

  test('compiling', async () => {
    const wrongShape = executor.createStore([slots[0]!, { name: 'q', shape: [5] }]);
    await expect(executor.compile(graph, wrongShape, { outputs: ['y'] })).rejects.toThrow(
      'the graph needs q of shape [4], the store has [5]',
    );
    const missing = executor.createStore([slots[0]!]);
    await expect(executor.compile(graph, missing, { outputs: ['y'] })).rejects.toThrow(
      'the graph needs the slot q, the store has p',
    );
    await expect(executor.compile(graph, missing, { outputs: ['z'] })).rejects.toThrow(/output z: expected one of y/);
  });

  test('programs', async () => {
    const store = executor.createStore(slots);
    const program = await executor.compile(graph, store, { outputs: ['y'] });
    expect(() => program.write('z', new Float32Array(4))).toThrow('expected one of the inputs and scalars x, found z');
    expect(() => program.write('x', new Float32Array(3))).toThrow(
      'takes 4 values of float32, shape [4]; found 3 of float32',
    );
    expect(() => program.write('x', new Int32Array(4))).toThrow('found 4 of int32');
    await expect(program.read('sum')).rejects.toThrow('expected one of the outputs it was compiled for, y; found sum');
    store.dispose();
    expect(() => program.run()).toThrow('used after its store was disposed');
    program.dispose();
    expect(() => program.run()).toThrow('used after it was disposed');
  });

  test('a module of another build', () => {
    const empty = new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
    expect(() => createWasmExecutor(empty)).toThrow(/internal: wasm kernels: expected the exports .*npm run kernels/);
  });

  test('an executor that is gone', () => {
    const gone = createWasmExecutor(module);
    gone.dispose();
    expect(() => gone.createStore([])).toThrow('internal: wasm executor: used after it was disposed');
  });
});

describe('a memory of 8 MiB', () => {
  const small = (): WasmExecutor => createWasmExecutor(teamOfOne(instantiateKernels(module, { maximumPages: 128 })));

  test('a store that does not fit: the size it needs, the limit, what to choose; nothing of it stays', async () => {
    const executor = small();
    const large = Array.from({ length: 3 }, (_, index) => ({ name: `s${index}`, shape: [2 ** 20] }));
    expect(() => executor.createStore(large)).toThrow(
      /room for 12\.0 MiB more beside the 0\.0 MiB in use.*its limit is 8\.0 MiB\. Choose a smaller batch or network/,
    );
    expect(executor.liveBuffers()).toBe(0);
    const store = executor.createStore(large.slice(0, 1));
    expect(await store.read('s0')).toHaveLength(2 ** 20);
    executor.dispose();
  });

  test('a program that does not fit: the same, and a smaller one runs', async () => {
    const executor = small();
    const spec = networkNamed('lenet5');
    const { slots: all } = buildTraining(spec, { batchSize: 4, optimizer: 'adam' });
    const store = executor.createStore(all);
    const before = executor.liveBuffers();
    const compile = (batchSize: number) =>
      executor.compile(buildTraining(spec, { batchSize, optimizer: 'adam' }).graph, store, { outputs: ['loss'] });
    await expect(compile(512)).rejects.toThrow(
      /room for \d+\.\d MiB more beside the 0\.7 MiB in use.*limit is 8\.0 MiB/,
    );
    expect(executor.liveBuffers()).toBe(before);
    const program = await compile(4);
    program.run();
    expect(await program.read('loss')).toHaveLength(1);
    executor.dispose();
  });
});
