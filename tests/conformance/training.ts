/** A short training run on made-up images, the same on every executor. Runs in Node and in a browser. */
import type { Executor, ParameterStore, Program } from '../../src/engine/executors/executor';
import type { Graph } from '../../src/graph/graph';
import { buildTraining } from '../../src/network/build';
import { defaultCoefficients, defaultLearningRates } from '../../src/network/hyperparameters';
import { initialParameters } from '../../src/network/initialize';
import type { NetworkSpec, OptimizerName } from '../../src/network/spec';
import { networkNamed } from '../../src/network/zoo';
import { randomStream } from '../../src/tensor/random';
import { sizeOf, type Shape, type Values } from '../../src/tensor/shape';

export interface ShortRun {
  /** A name of the zoo, or a description. */
  readonly network: string | NetworkSpec;
  readonly optimizer: OptimizerName;
  readonly batchSize: number;
  /** One that suits LeNet-5 when left out. */
  readonly learningRate?: number;
}

export interface Training<P extends Program = Program> {
  readonly graph: Graph;
  readonly store: ParameterStore;
  readonly program: P;
  /** Runs step `number` (1 for the first) on its batch. */
  readonly step: (number: number) => void;
  readonly dispose: () => void;
}

/** Lower than usual where few examples would make the loss jump. */
const learningRates: Readonly<Record<OptimizerName, number>> = {
  ...defaultLearningRates,
  sgd: 0.01,
  momentum: 0.002,
  nesterov: 0.002,
};
/** How many different batches there are. */
const batches = 4;

interface Batch {
  readonly image: Float32Array;
  readonly labels: Int32Array;
}

/** Images of noise; an image of class k has bright bands of k + 1 rows. */
function makeBatch(shape: Shape, batch: number): Batch {
  const [count = 1, height = 1, ...rest] = shape;
  const stream = randomStream(3, 'stripes', batch);
  const labels = Int32Array.from({ length: count }, () => stream.integer(10));
  const rowSize = sizeOf(rest);
  const image = Float32Array.from({ length: sizeOf(shape) }, (_, i) => {
    const row = Math.floor(i / rowSize);
    const label = labels[Math.floor(row / height)] ?? 0;
    return 0.3 * stream.bell() + ((row % height) % 11 <= label ? 1 : 0);
  });
  return { image, labels };
}

/** Compiles a training program for outputs `loss` and `predicted`, writes initial weights, and makes the batches. */
export async function startTraining<P extends Program>(
  executor: Pick<Executor, 'createStore'> & { compile(...options: Parameters<Executor['compile']>): Promise<P> },
  { network, optimizer, batchSize, learningRate = learningRates[optimizer] }: ShortRun,
): Promise<Training<P>> {
  const spec = typeof network === 'string' ? networkNamed(network) : network;
  const { graph, slots, scalars } = buildTraining(spec, { batchSize, optimizer });
  const store = executor.createStore(slots);
  for (const [slot, values] of initialParameters(spec, 1)) store.write(slot, values);
  const program = await executor.compile(graph, store, { outputs: ['loss', 'predicted'] });
  const input = graph.nodes.find((node) => node.op === 'input' && node.name === 'image');
  if (input === undefined) throw new Error(`${spec.name}: expected an input named image, found none`);
  const data = Array.from({ length: batches }, (_, batch) => makeBatch(input.shape, batch));
  const known = new Set(graph.nodes.flatMap((node) => (node.op === 'scalar' ? [node.attributes.slot] : [])));
  const writeScalar = (name: string, value: number): void => {
    if (known.has(name)) program.write(name, Float32Array.of(value));
  };
  const first = { learningRate, seed: 11, ...defaultCoefficients[optimizer], ...scalars };
  for (const [name, value] of Object.entries(first)) writeScalar(name, value);
  return {
    graph,
    store,
    program,
    step(number) {
      const batch = data[number % batches];
      if (batch) for (const [name, values] of Object.entries<Values>({ ...batch })) program.write(name, values);
      writeScalar('step', number);
      program.run();
    },
    dispose() {
      program.dispose();
      store.dispose();
    },
  };
}

export interface TrainedRun {
  readonly losses: readonly number[];
  /** Every slot after the last step, moments and running statistics too. */
  readonly slots: Readonly<Record<string, Float32Array>>;
}

/** The losses of the first steps, and what they leave behind. */
export async function train(executor: Executor, run: ShortRun & { readonly steps: number }): Promise<TrainedRun> {
  const training = await startTraining(executor, run);
  const losses: number[] = [];
  for (let number = 1; number <= run.steps; number++) {
    training.step(number);
    losses.push(...(await training.program.read('loss')));
  }
  const slots: Record<string, Float32Array> = {};
  for (const { name } of training.store.slots) slots[name] = await training.store.read(name);
  training.dispose();
  return { losses, slots };
}

/** The losses of the first steps. */
export async function lossesOf(
  executor: Executor,
  run: ShortRun & { readonly steps: number },
): Promise<readonly number[]> {
  return (await train(executor, run)).losses;
}
