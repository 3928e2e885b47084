/** What the built graphs compute, on networks small enough to follow by hand, run by the reference executor. */

import { describe, expect, test } from 'vitest';
import type { Program } from '../engine/executors/executor';
import { createReferenceExecutor } from '../engine/executors/reference';
import { buildEvaluation, buildInspection, buildTraining, type BuiltGraph } from './build';
import { defaultCoefficients } from './hyperparameters';
import { initialParameters } from './initialize';
import { prototypes } from './prototypes';
import {
  activationNames,
  optimizerNames,
  type LayerSpec,
  type LossSpec,
  type NetworkSpec,
  type OptimizerName,
} from './spec';
import { smallNetwork } from './testNetworks';

async function open({ graph, slots }: BuiltGraph, parameters: ReadonlyMap<string, Float32Array>) {
  const executor = createReferenceExecutor();
  const store = executor.createStore(slots);
  for (const [slot, values] of parameters) store.write(slot, values);
  const program = await executor.compile(graph, store, { outputs: Object.keys(graph.outputs) });
  return { store, program };
}

describe('optimizers', () => {
  const spec: NetworkSpec = {
    ...smallNetwork([
      { kind: 'flatten', name: 'flat' },
      { kind: 'dense', name: 'last', units: 2 },
    ]),
    inputs: [{ name: 'image', shape: [1, 2, 1] }],
  };
  const image = new Float32Array([1, -2, 0.5, 3]);
  const labels = new Int32Array([0, 1]);

  /** last.weight after each of three steps. */
  async function trajectory(optimizer: OptimizerName, learningRate: number): Promise<number[][]> {
    const built = buildTraining(spec, { batchSize: 2, optimizer });
    const { store, program } = await open(built, initialParameters(spec, 1));
    program.write('image', image);
    program.write('labels', labels);
    program.write('learningRate', new Float32Array([learningRate]));
    for (const [name, value] of Object.entries(defaultCoefficients[optimizer]))
      program.write(name, new Float32Array([value]));
    const weights: number[][] = [];
    for (let step = 1; step <= 3; step++) {
      if (optimizer.startsWith('adam')) program.write('step', new Float32Array([step]));
      program.run();
      weights.push(Array.from(await store.read('last.weight')));
    }
    return weights;
  }

  /** ∂loss/∂weight at these weights and biases, softmax done by hand. */
  function gradientAt(weight: readonly number[], bias: readonly number[]): { weight: number[]; bias: number[] } {
    const dw = [0, 0, 0, 0];
    const db = [0, 0];
    for (const n of [0, 1]) {
      const x = [image[2 * n]!, image[2 * n + 1]!];
      const logits = [0, 1].map((k) => x[0]! * weight[k]! + x[1]! * weight[2 + k]! + bias[k]!);
      const exponentials = logits.map(Math.exp);
      const sum = exponentials[0]! + exponentials[1]!;
      for (const k of [0, 1]) {
        const error = (exponentials[k]! / sum - (labels[n] === k ? 1 : 0)) / 2;
        dw[k]! += x[0]! * error;
        dw[2 + k]! += x[1]! * error;
        db[k]! += error;
      }
    }
    return { weight: dw, bias: db };
  }

  type Rule = (value: number, g: number, memory: number[], step: number, isWeight: boolean) => number;
  const rate = 0.25;
  const keepAndTake = (keep: number, old: number | undefined, news: number) => keep * (old ?? 0) + (1 - keep) * news;
  const adam = (value: number, g: number, memory: number[], step: number) => {
    memory[0] = keepAndTake(0.9, memory[0], g);
    memory[1] = keepAndTake(0.999, memory[1], g * g);
    const [mean, square] = [memory[0] / (1 - 0.9 ** step), memory[1] / (1 - 0.999 ** step)];
    return value - (rate * mean) / (Math.sqrt(square) + 1e-8);
  };
  const rules: { readonly [K in OptimizerName]: Rule } = {
    sgd: (value, g) => value - rate * g,
    momentum(value, g, memory) {
      memory[0] = 0.9 * (memory[0] ?? 0) + g;
      return value - rate * memory[0];
    },
    nesterov(value, g, memory) {
      memory[0] = 0.9 * (memory[0] ?? 0) + g;
      return value - rate * (g + 0.9 * memory[0]);
    },
    adagrad(value, g, memory) {
      memory[0] = (memory[0] ?? 0) + g * g;
      return value - (rate * g) / (Math.sqrt(memory[0]) + 1e-10);
    },
    adadelta(value, g, memory) {
      memory[0] = keepAndTake(0.95, memory[0], g * g);
      const direction = (g * Math.sqrt((memory[1] ?? 0) + 1e-6)) / Math.sqrt(memory[0] + 1e-6);
      memory[1] = keepAndTake(0.95, memory[1], direction * direction);
      return value - rate * direction;
    },
    rmsprop(value, g, memory) {
      memory[0] = keepAndTake(0.9, memory[0], g * g);
      return value - (rate * g) / (Math.sqrt(memory[0]) + 1e-8);
    },
    adam,
    // Weights shrink, biases do not.
    adamw: (value, g, memory, step, isWeight) => adam(value, g, memory, step) - (isWeight ? rate * 0.01 * value : 0),
  };

  test.each(optimizerNames)('%s: three steps as by hand', async (optimizer) => {
    const computed = await trajectory(optimizer, rate);
    let values = [...initialParameters(spec, 1).get('last.weight')!, 0, 0];
    const memories = values.map((): number[] => []);
    for (let step = 1; step <= 3; step++) {
      const { weight, bias } = gradientAt(values.slice(0, 4), values.slice(4));
      values = values.map((value, index) =>
        rules[optimizer](value, [...weight, ...bias][index]!, memories[index]!, step, index < 4),
      );
      computed[step - 1]!.forEach((value, index) => expect(value, `step ${step}`).toBeCloseTo(values[index]!, 5));
    }
  });
});

test('Euclidean outputs: the nearest bitmap wins, at minus its squared distance; the reject class stands in the loss', async () => {
  const spec: NetworkSpec = {
    ...smallNetwork([
      { kind: 'flatten', name: 'flat' },
      { kind: 'dense', name: 'code', units: 84 },
      { kind: 'euclidean', name: 'output', prototypes: 'digits-7x12' },
    ]),
    losses: [{ kind: 'softmaxCrossEntropy', from: 'output', rejectLogit: -1 }],
  };
  const bitmap = (digit: number) => prototypes['digits-7x12'].values.slice(digit * 84, (digit + 1) * 84);
  const cellsThatDiffer = (a: number, b: number) => bitmap(a).filter((cell, index) => cell !== bitmap(b)[index]).length;
  // No weights: the code is the bias, and the bias is the bitmap of the three.
  const parameters = new Map([['code.bias', bitmap(3)]]);

  const inspection = await open(buildInspection(spec), parameters);
  inspection.program.write('image', new Float32Array(36));
  inspection.program.run();
  const logits = Array.from(await inspection.program.read('output'));
  expect(logits).toEqual(logits.map((_, digit) => -4 * cellsThatDiffer(3, digit)));

  const evaluation = await open(buildEvaluation(spec, { batchSize: 2 }), parameters);
  evaluation.program.write('image', new Float32Array(72));
  evaluation.program.write('labels', new Int32Array([3, 8]));
  evaluation.program.run();
  expect(await evaluation.program.read('predicted')).toEqual(new Int32Array([3, 3]));
  const [right, wrong] = await evaluation.program.read('losses');
  // The other classes are e^−92 and further away; what is left of the sum is 1 + e^−1.
  expect(right).toBeCloseTo(Math.log(1 + Math.exp(-1)), 6);
  expect(wrong).toBeCloseTo(Math.log(1 + Math.exp(-1)) + 4 * cellsThatDiffer(3, 8), 4);
  expect((await evaluation.program.read('probabilities'))[3]).toBe(1);
});

describe('activations', () => {
  const expected = {
    relu: (x: number) => (x > 0 ? x : 0),
    sigmoid: (x: number) => 1 / (1 + Math.E ** -x),
    tanh: (x: number) => (Math.E ** (2 * x) - 1) / (Math.E ** (2 * x) + 1),
    scaledTanh: (x: number) => (1.7159 * (Math.E ** ((4 * x) / 3) - 1)) / (Math.E ** ((4 * x) / 3) + 1),
    leakyRelu: (x: number) => (x > 0 ? x : 0.01 * x),
    elu: (x: number) => (x > 0 ? x : Math.E ** x - 1),
    gelu: (x: number) => {
      const t = Math.E ** (2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
      return (x / 2) * (1 + (t - 1) / (t + 1));
    },
  };
  test.each(activationNames.filter((name) => name !== 'softmax'))('%s', async (name) => {
    const spec: NetworkSpec = {
      ...smallNetwork([
        { kind: 'activation', name: 'squash', function: name },
        { kind: 'flatten', name: 'flat' },
        { kind: 'dense', name: 'last', units: 2 },
      ]),
      inputs: [{ name: 'image', shape: [1, 4, 1] }],
    };
    const { program } = await open(buildInspection(spec), new Map());
    const x = [-2, -0.5, 0, 1.5];
    program.write('image', new Float32Array(x));
    program.run();
    (await program.read('squash')).forEach((value, index) => expect(value).toBeCloseTo(expected[name](x[index]!), 6));
  });

  test('softmax of a vector; slope and alpha other than the usual', async () => {
    const values = async (layer: LayerSpec): Promise<number[]> => await outputOf([layer], [1, 1, 2], [-1, 1]);
    const flat = { kind: 'flatten', name: 'flat' } as const;
    const softmax = await outputOf([flat, { kind: 'activation', name: 'a', function: 'softmax' }], [1, 1, 2], [-1, 1]);
    expect(softmax[1]).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    expect((await values({ kind: 'activation', name: 'a', function: 'leakyRelu', slope: 0.2 }))[0]).toBeCloseTo(
      -0.2,
      6,
    );
    const elu = await values({ kind: 'activation', name: 'a', function: 'elu', alpha: 2 });
    expect(elu[0]).toBeCloseTo(2 * (Math.exp(-1) - 1), 6);
  });
});

/** The usual coefficients of sgd, and these. */
function writeScalars(program: Program, scalars: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries({ ...defaultCoefficients.sgd, ...scalars })) {
    program.write(name, new Float32Array([value]));
  }
}

/** What the last of these layers makes of an image, each on the one before unless it says otherwise. */
async function outputOf(
  layers: readonly LayerSpec[],
  shape: readonly [number, number, number],
  image: readonly number[],
  parameters: ReadonlyMap<string, Float32Array> = new Map(),
): Promise<number[]> {
  const spec: NetworkSpec = {
    ...smallNetwork([...layers, { kind: 'flatten', name: 'end' }, { kind: 'dense', name: 'last', units: 2 }]),
    inputs: [{ name: 'image', shape }],
  };
  const { program } = await open(buildInspection(spec), parameters);
  program.write('image', new Float32Array(image));
  program.run();
  return Array.from(await program.read(layers.at(-1)!.name));
}

describe('layers that move and join', () => {
  const grid = [
    1,
    2, //
    3,
    4,
  ];
  const shift: LayerSpec = { kind: 'pad', name: 'shift', padding: { top: 1, bottom: 0, left: 0, right: 0 } };

  test('pad, crop', async () => {
    expect(await outputOf([shift], [2, 2, 1], grid)).toEqual([0, 0, 1, 2, 3, 4]);
    const crop: LayerSpec = { kind: 'crop', name: 'crop', cropping: { top: 0, bottom: 1, left: 1, right: 0 } };
    expect(await outputOf([crop], [2, 2, 1], grid)).toEqual([2]);
  });

  test('add: three of one shape', async () => {
    const twice = { kind: 'add', name: 'sum', from: ['image', 'image', 'copy'] } as const;
    const copy = { kind: 'activation', name: 'copy', function: 'relu' } as const;
    expect(await outputOf([copy, twice], [2, 2, 1], grid)).toEqual([3, 6, 9, 12]);
  });

  test('concatenate: channels of the first before those of the second, at each cell', async () => {
    const half = { kind: 'shortcut', name: 'wide', channels: 2 } as const;
    const joined = { kind: 'concatenate', name: 'joined', from: ['image', 'wide', 'image'] } as const;
    expect(await outputOf([half, joined], [1, 2, 1], [5, 6])).toEqual([5, 5, 0, 5, 6, 6, 0, 6]);
  });

  test('shortcut: every second cell, then channels of zeros', async () => {
    const narrow = { kind: 'shortcut', name: 'short', channels: 2, stride: [2, 2] } as const;
    expect(await outputOf([narrow], [3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([1, 0, 3, 0, 7, 0, 9, 0]);
    expect(await outputOf([{ kind: 'shortcut', name: 'short', channels: 1 }], [2, 2, 1], grid)).toEqual(grid);
  });

  test('channelScale: one factor per channel', async () => {
    const squeeze = { kind: 'globalAveragePool', name: 'mean' } as const;
    const scaled = { kind: 'channelScale', name: 'scaled', from: ['image', 'mean'] } as const;
    expect(await outputOf([squeeze, scaled], [2, 1, 2], [1, 10, 3, 30])).toEqual([2, 200, 6, 600]);
  });

  test('maxout: the larger of the two halves of the channels', async () => {
    expect(await outputOf([{ kind: 'maxout', name: 'max', pieces: 2 }], [1, 1, 4], [1, 8, 5, 2])).toEqual([5, 8]);
    expect(await outputOf([{ kind: 'maxout', name: 'max', pieces: 4 }], [1, 1, 4], [1, 8, 5, 2])).toEqual([8]);
    expect(await outputOf([{ kind: 'maxout', name: 'max', pieces: 1 }], [1, 1, 4], [1, 8, 5, 2])).toEqual([1, 8, 5, 2]);
  });

  test('resize', async () => {
    const twice = { kind: 'resize', name: 'big', height: 1, width: 4 } as const;
    expect(await outputOf([twice], [1, 2, 1], [1, 5])).toEqual([1, 1, 5, 5]);
    expect(await outputOf([{ ...twice, method: 'bilinear' }], [1, 2, 1], [1, 5])).toEqual([1, 2, 4, 5]);
  });

  test('pools: L2, and a window that hangs over the border', async () => {
    expect(await outputOf([{ kind: 'l2Pool', name: 'p', window: [1, 2] }], [1, 2, 1], [3, 4])).toEqual([5]);
    const same = { name: 'p', window: [1, 3], stride: [1, 1], padding: 'same' } as const;
    expect(await outputOf([{ kind: 'maxPool', ...same }], [1, 3, 1], [-3, -2, -1])).toEqual([-2, -1, -1]);
    expect(await outputOf([{ kind: 'averagePool', ...same }], [1, 3, 1], [-3, -2, -1])).toEqual([-2.5, -2, -1.5]);
  });
});

describe('convolutions beyond the plain one', () => {
  test('dilation: cells two apart', async () => {
    const layer = { kind: 'convolution', name: 'c', filters: 1, kernel: [1, 2], dilation: [1, 2] } as const;
    const weights = new Map([['c.weight', new Float32Array([1, 10])]]);
    expect(await outputOf([layer], [1, 4, 1], [1, 2, 3, 4], weights)).toEqual([31, 42]);
    const kept = await outputOf([{ ...layer, padding: 'same' }], [1, 4, 1], [1, 2, 3, 4], weights);
    expect(kept).toEqual([20, 31, 42, 3]);
  });

  test('groups: each filter sees its own half of the channels; without bias the layer is the sum itself', async () => {
    const layer = { kind: 'convolution', name: 'c', filters: 2, kernel: [1, 1], groups: 2, bias: false } as const;
    const weights = new Map([['c.weight', new Float32Array([1, 1, 10, 10])]]);
    expect(await outputOf([layer], [1, 1, 4], [1, 2, 3, 4], weights)).toEqual([21, 43]);
  });

  test('transposed: kernels laid two apart, overlapping in one cell', async () => {
    const layer = { kind: 'transposedConvolution', name: 't', filters: 1, kernel: [1, 3], stride: [1, 2] } as const;
    const weights = new Map([
      ['t.weight', new Float32Array([1, 2, 3])],
      ['t.bias', new Float32Array([100])],
    ]);
    expect(await outputOf([layer], [1, 2, 1], [1, 10], weights)).toEqual([101, 102, 113, 120, 130]);
    // Twice as large: the odd cell is cut off at the right.
    expect(await outputOf([{ ...layer, padding: 'same' }], [1, 2, 1], [1, 10], weights)).toEqual([101, 102, 113, 120]);
    const cut = { top: 0, bottom: 0, left: 1, right: 1 };
    expect(await outputOf([{ ...layer, padding: cut }], [1, 2, 1], [1, 10], weights)).toEqual([102, 113, 120]);
  });
});

describe('normalizations', () => {
  test('layer normalization: the channels at a place, then scale and shift', async () => {
    const parameters = new Map([
      ['n.scale', new Float32Array([1, 10])],
      ['n.shift', new Float32Array([0, 5])],
    ]);
    const values = await outputOf([{ kind: 'layerNormalization', name: 'n' }], [2, 1, 2], [1, 3, 20, 10], parameters);
    [-1, 15, 1, -5].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 4));
  });

  test('local response normalization has AlexNet’s constants unless it says otherwise', async () => {
    const [usual] = await outputOf([{ kind: 'localResponseNormalization', name: 'n' }], [1, 1, 1], [100]);
    expect(usual).toBeCloseTo(100 / 3 ** 0.75, 4);
    const own = { kind: 'localResponseNormalization', name: 'n', k: 1, alpha: 1, beta: 1, size: 3 } as const;
    expect((await outputOf([own], [1, 1, 2], [1, 2]))[0]).toBeCloseTo(1 / 6, 6);
  });

  const normalized: NetworkSpec = {
    ...smallNetwork([
      { kind: 'batchNormalization', name: 'n' },
      { kind: 'flatten', name: 'flat' },
      { kind: 'dense', name: 'last', units: 2 },
    ]),
    inputs: [{ name: 'image', shape: [1, 2, 1] }],
  };

  test('batch normalization: statistics of the batch while training, running averages of them in use', async () => {
    const start = initialParameters(normalized, 1);
    expect(['n.scale', 'n.shift', 'n.runningMean', 'n.runningVariance'].map((slot) => start.get(slot)?.[0])).toEqual([
      1, 0, 0, 1,
    ]);
    const built = buildTraining(normalized, { batchSize: 2, optimizer: 'sgd' });
    expect(built.trainable).toEqual(['n.scale', 'n.shift', 'last.weight', 'last.bias']);
    expect(built.slots.map(({ name }) => name)).toEqual([...built.trainable, 'n.runningMean', 'n.runningVariance']);
    const { store, program } = await open(built, start);
    program.write('image', new Float32Array([1, 3, 5, 7]));
    program.write('labels', new Int32Array([0, 1]));
    writeScalars(program, { learningRate: 0 });
    program.run();
    // Mean 4; variance 5, as an estimate of all images' 5 · 4/3. A tenth of each joins nine tenths of what was.
    expect((await store.read('n.runningMean'))[0]).toBeCloseTo(0.4, 6);
    expect((await store.read('n.runningVariance'))[0]).toBeCloseTo(0.9 + 2 / 3, 6);
    program.run();
    expect((await store.read('n.runningMean'))[0]).toBeCloseTo(0.76, 6);

    const used = await open(
      buildInspection(normalized),
      new Map([
        ['n.scale', new Float32Array([2])],
        ['n.shift', new Float32Array([10])],
        ['n.runningMean', new Float32Array([3])],
        ['n.runningVariance', new Float32Array([4])],
      ]),
    );
    used.program.write('image', new Float32Array([3, 7]));
    used.program.run();
    const [first, second] = await used.program.read('n');
    expect(first).toBeCloseTo(10, 4);
    expect(second).toBeCloseTo(14, 4);
    expect(buildEvaluation(normalized, { batchSize: 2 }).graph.updates).toEqual([]);
  });

  test('a momentum of the layer’s own', async () => {
    const [, ...rest] = normalized.layers;
    const spec = {
      ...normalized,
      layers: [{ kind: 'batchNormalization', name: 'n', momentum: 0.5 } as const, ...rest],
    };
    const { store, program } = await open(
      buildTraining(spec, { batchSize: 2, optimizer: 'sgd' }),
      initialParameters(spec, 1),
    );
    program.write('image', new Float32Array([1, 3, 5, 7]));
    program.write('labels', new Int32Array([0, 1]));
    writeScalars(program, { learningRate: 0 });
    program.run();
    expect((await store.read('n.runningMean'))[0]).toBeCloseTo(2, 6);
  });

  test('a batch with one value of each channel is refused', () => {
    const spec = { ...normalized, inputs: [{ name: 'image', shape: [1, 1, 1] as const }] };
    expect(() => buildTraining(spec, { batchSize: 1, optimizer: 'sgd' })).toThrow(
      'layer n (batchNormalization): expected more than one value of each channel in a batch, so that they vary, found 1 (batch × height × width). The nearest batch size that works is 2.',
    );
    expect(() => buildTraining(spec, { batchSize: 2, optimizer: 'sgd' })).not.toThrow();
    expect(() => buildInspection(spec)).not.toThrow();
  });
});

describe('dropout', () => {
  const spec: NetworkSpec = {
    ...smallNetwork([
      { kind: 'flatten', name: 'flat' },
      { kind: 'dropout', name: 'drop', rate: 0.25 },
      { kind: 'dense', name: 'last', units: 2 },
    ]),
    inputs: [{ name: 'image', shape: [1, 400, 1] }],
  };
  const ones = new Float32Array(800).fill(1);

  /** What dropout lets through, read off from the weights' gradient: zero from an input that was dropped. */
  async function dropped(seed: number, step: number, rate: number): Promise<boolean[]> {
    const built = buildTraining(spec, { batchSize: 2, optimizer: 'sgd' });
    expect(built.scalars).toEqual({ 'drop.rate': 0.25 });
    const { store, program } = await open(built, new Map());
    program.write('image', ones);
    program.write('labels', new Int32Array([0, 0]));
    writeScalars(program, { learningRate: 1, seed, step, 'drop.rate': rate });
    program.run();
    return Array.from(await store.read('last.weight'))
      .filter((_, i) => i % 2 === 0)
      .map((weight) => weight === 0);
  }

  test('the rate may change between steps; seed and step choose the mask', async () => {
    const share = async (rate: number): Promise<number> => (await dropped(1, 1, rate)).filter(Boolean).length / 400;
    expect(await share(0)).toBe(0);
    // An input counts as dropped when both images of the batch lost it.
    expect(await share(0.25)).toBeCloseTo(0.0625, 1);
    expect(await share(0.8)).toBeCloseTo(0.64, 1);
    expect(await dropped(1, 1, 0.8)).toEqual(await dropped(1, 1, 0.8));
    expect(await dropped(2, 1, 0.8)).not.toEqual(await dropped(1, 1, 0.8));
    expect(await dropped(1, 2, 0.8)).not.toEqual(await dropped(1, 1, 0.8));
  });

  test('in use, everything passes and no scalar is asked for', async () => {
    const built = buildInspection(spec);
    expect(built.graph.nodes.some(({ op }) => op === 'dropout' || op === 'scalar')).toBe(false);
    const { program } = await open(built, new Map());
    program.write('image', ones.slice(0, 400));
    program.run();
    expect(await program.read('drop')).toEqual(ones.slice(0, 400));
  });
});

describe('losses', () => {
  async function lossesOf(loss: LossSpec, bias: readonly number[]): Promise<number[]> {
    const spec = {
      ...smallNetwork([
        { kind: 'flatten', name: 'flat' },
        { kind: 'dense', name: 'last', units: 3 },
      ]),
      losses: [loss],
    };
    const { program } = await open(
      buildEvaluation(spec, { batchSize: 2 }),
      new Map([['last.bias', new Float32Array(bias)]]),
    );
    program.write('image', new Float32Array(72));
    program.write('labels', new Int32Array([0, 2]));
    program.run();
    return Array.from(await program.read('losses'));
  }

  test('hinge: how far the right score is from leading by 1', async () => {
    expect(await lossesOf({ kind: 'hinge', from: 'last' }, [3, 2.5, 0])).toEqual([0.5, 4]);
  });

  test('label smoothing: a share of the target for every class', async () => {
    const [plain] = await lossesOf({ kind: 'softmaxCrossEntropy', from: 'last' }, [2, 0, 0]);
    const [smooth] = await lossesOf({ kind: 'softmaxCrossEntropy', from: 'last', labelSmoothing: 0.3 }, [2, 0, 0]);
    // The target's mean logit is 0.8 · 2 instead of 2: a tenth of it went to each of the two others.
    expect(smooth! - plain!).toBeCloseTo(0.4, 5);
  });
});

test('sub-sampling: the mean of the window times the coefficient plus the bias', async () => {
  const spec: NetworkSpec = {
    ...smallNetwork([
      { kind: 'subsampling', name: 'S', window: [2, 2] },
      { kind: 'flatten', name: 'flat' },
      { kind: 'dense', name: 'last', units: 2 },
    ]),
    inputs: [{ name: 'image', shape: [2, 4, 1] }],
  };
  const parameters = new Map([
    ['S.coefficient', new Float32Array([10])],
    ['S.bias', new Float32Array([1])],
  ]);
  const { program } = await open(buildInspection(spec), parameters);
  program.write('image', new Float32Array([1, 2, 0, 0, 3, 6, 0, -4]));
  program.run();
  expect(await program.read('S')).toEqual(new Float32Array([31, -9]));
});
