/** What the built graphs compute, on networks small enough to follow by hand, run by the reference executor. */

import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../engine/executors/reference';
import { buildEvaluation, buildInspection, buildTraining, type BuiltGraph } from './build';
import { defaultCoefficients } from './hyperparameters';
import { initialParameters } from './initialize';
import { prototypes } from './prototypes';
import { activationNames, optimizerNames, type NetworkSpec, type OptimizerName } from './spec';
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
  };
  test.each(activationNames)('%s', async (name) => {
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
