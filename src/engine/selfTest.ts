/**
 * Are the gradients right on this machine? One training step of a small network (convolution, bias, ReLU, max pooling, dense,
 * softmax) on the executor and on the reference; the weights must end up the same.
 *
 * With plain gradient descent and a learning rate of 1 the weights move by exactly the gradient. Drivers have been seen that
 * return zeros or garbage without an error; this takes milliseconds and is done before an executor may train.
 */

import { buildTraining } from '../network/build';
import { defaultCoefficients } from '../network/hyperparameters';
import { initialParameters } from '../network/initialize';
import type { NetworkSpec } from '../network/spec';
import { randomStream } from '../tensor/random';
import type { Executor } from './executors/executor';

const BATCH = 4;
const SIDE = 12;
const CLASSES = 5;

const network: NetworkSpec = {
  version: 1,
  name: 'self-test',
  title: 'Self-test',
  inputs: [{ name: 'image', shape: [SIDE, SIDE, 2] }],
  layers: [
    { kind: 'convolution', name: 'conv', filters: 4, kernel: [3, 3] },
    { kind: 'activation', name: 'relu', function: 'relu' },
    { kind: 'maxPool', name: 'pool', window: [2, 2] },
    { kind: 'convolution', name: 'conv2', filters: 8, kernel: [3, 3] },
    { kind: 'activation', name: 'relu2', function: 'relu' },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense', units: CLASSES },
  ],
  losses: [{ kind: 'softmaxCrossEntropy', from: 'dense' }],
};

/** Largest difference allowed, as a fraction of the largest gradient of the slot: float32 sums in another order stay far below. */
const TOLERANCE = 1e-3;

/** Null when the gradients agree with the reference; else what differs, in words. */
export async function selfTest(executor: Executor, reference: Executor): Promise<string | null> {
  const before = initialParameters(network, 1);
  const found = await weightsAfterOneStep(executor, before);
  const expected = await weightsAfterOneStep(reference, before);
  for (const [slot, start] of before) {
    const [mine, theirs] = [found.get(slot), expected.get(slot)];
    let [largest, difference] = [0, 0];
    start.forEach((value, i) => {
      const gradient = value - (theirs?.[i] ?? NaN);
      largest = Math.max(largest, Math.abs(gradient));
      // Not a number stays not a number, and fails below.
      difference = Math.max(difference, Math.abs((theirs?.[i] ?? NaN) - (mine?.[i] ?? NaN)));
    });
    if (!(difference <= TOLERANCE * largest)) {
      return `${slot}: gradients up to ${largest.toPrecision(3)}, off by ${difference.toPrecision(3)}`;
    }
  }
  return null;
}

async function weightsAfterOneStep(
  executor: Executor,
  start: ReadonlyMap<string, Float32Array>,
): Promise<Map<string, Float32Array>> {
  const { graph, slots } = buildTraining(network, { batchSize: BATCH, optimizer: 'sgd' });
  const store = executor.createStore(slots);
  for (const [slot, values] of start) store.write(slot, values);
  const program = await executor.compile(graph, store, { outputs: ['loss'] });
  try {
    const random = randomStream(1, 'self-test');
    program.write(
      'image',
      Float32Array.from({ length: BATCH * SIDE * SIDE * 2 }, () => random.bell()),
    );
    program.write(
      'labels',
      Int32Array.from({ length: BATCH }, () => random.integer(CLASSES)),
    );
    for (const [slot, value] of Object.entries({ ...defaultCoefficients.sgd, learningRate: 1 })) {
      program.write(slot, Float32Array.of(value));
    }
    program.run();
    const weights = new Map<string, Float32Array>();
    for (const { name } of slots) weights.set(name, await store.read(name));
    return weights;
  } finally {
    program.dispose();
    store.dispose();
  }
}
