/** How long a training step takes on our `wasm` executor, in Node, on one thread. */
import type { DataSet, DataSetInfo, LabelledImages } from '../../src/data/dataSet';
import { createBatchSource } from '../../src/engine/batchSource';
import { createWasmExecutor, type WasmExecutor, type WasmProgram } from '../../src/engine/executors/wasm/executor';
// With its extension, because tsx takes `.node` for a native module's.
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { placeImages, storedImages } from '../../src/engine/placedData';
import type { Graph, GraphNode } from '../../src/graph/graph';
import { ops } from '../../src/graph/ops';
import { buildTraining } from '../../src/network/build';
import { defaultCoefficients } from '../../src/network/hyperparameters';
import { initialParameters } from '../../src/network/initialize';
import type { NetworkSpec, OptimizerName } from '../../src/network/spec';
import { networkNamed } from '../../src/network/zoo';
import { randomStream } from '../../src/tensor/random';
import { sizeOf, type Shape } from '../../src/tensor/shape';
import { quantile } from './quantile';

export interface StepTiming {
  readonly medianMs: number;
  /** The time that one step in ten is faster than: closer to the machine's limit when others share it. */
  readonly bestTenthMs: number;
  /** Bytes of activations, gradients, tables and scratch. */
  readonly memoryBytes: number;
  /** Of one step, by the direct method. */
  readonly multiplyAdds: number;
  /** The kernel calls of a step with their median time, in order. */
  readonly calls: readonly { readonly kernel: string; readonly writes: readonly string[]; readonly medianMs: number }[];
}

/** The ops whose products the direct method counts: convolutions, matrix products and their gradients. */
const products: ReadonlySet<string> = new Set(['matmul', 'conv2d', 'conv2dFilterGradient', 'conv2dInputGradient']);

/** Multiply-adds of one training step by the direct method, forward and backward. */
export function multiplyAddsOf(graph: Graph): number {
  return graph.nodes.reduce((total, node) => total + (products.has(node.op) ? multiplyAddsOfNode(graph, node) : 0), 0);
}

function multiplyAddsOfNode(graph: Graph, node: GraphNode): number {
  // The table pairs each name with its own attributes, which is lost on a union of names.
  const { multiplyAdds } = ops[node.op as keyof typeof ops] as unknown as {
    multiplyAdds: (attributes: unknown, output: Shape, ...inputs: readonly Shape[]) => number;
  };
  return multiplyAdds(node.attributes, node.shape, ...node.inputs.map((id) => graph.nodes[id]?.shape ?? []));
}

/** Images as bytes, each with a label: what is in them does not matter for the time of a step. */
function noiseImages(spec: NetworkSpec, classes: number): DataSet {
  const shape = spec.inputs[0]?.shape ?? [1, 1, 1];
  const count = 512;
  const stream = randomStream(3, 'benchmark images');
  const split: LabelledImages = {
    count,
    shape,
    pixels: Uint8Array.from({ length: count * sizeOf(shape) }, () => stream.integer(256)),
    labels: Uint8Array.from({ length: count }, () => stream.integer(classes)),
  };
  const info: DataSetInfo = {
    id: 'digits',
    title: 'Noise',
    origin: 'generated',
    classes: Array.from({ length: classes }, (_, label) => `${label}`),
    shape,
    counts: { train: count, validation: count, test: count },
    normalization: { mean: [127.5], deviation: [73.9] },
  };
  return { info, train: split, validation: split, test: split };
}

/** A training as a run has it: the images lie with the executor, and a step is told which of them it is about. */
async function startRunLikeTraining(
  executor: WasmExecutor,
  network: string,
  optimizer: OptimizerName,
  batchSize: number,
): Promise<{ graph: Graph; program: WasmProgram; step: (number: number) => void }> {
  const spec = networkNamed(network);
  const dataSet = noiseImages(spec, 10);
  const data = storedImages(dataSet, 'train');
  const { graph, slots, scalars } = buildTraining(spec, { batchSize, optimizer, data });
  const store = executor.createStore(slots);
  for (const [slot, values] of initialParameters(spec, 1)) store.write(slot, values);
  const placed = placeImages(executor, dataSet, 'train');
  const program = await executor.compile(graph, store, { outputs: ['loss', 'predicted'], data: placed.data });
  const known = new Set(graph.nodes.flatMap((node) => (node.op === 'scalar' ? [node.attributes.slot] : [])));
  const writeScalar = (name: string, value: number): void => {
    if (known.has(name)) program.write(name, Float32Array.of(value));
  };
  const first = { learningRate: 0.001, seed: 11, ...defaultCoefficients[optimizer], ...scalars };
  for (const [name, value] of Object.entries(first)) writeScalar(name, value);
  const source = createBatchSource(dataSet.train.count, batchSize, 1);
  return {
    graph,
    program,
    step(number) {
      program.write('indices', source.indices(number));
      writeScalar('step', number);
      program.run();
    },
  };
}

/**
 * Times whole steps after a warm-up, each with writing the indices of its batch and gathering the images.
 *
 * @param network a name of the zoo. @param steps how many are timed.
 */
export async function timeWasmSteps({
  network = 'lenet5',
  batchSize = 32,
  optimizer = 'adam',
  warmUp = 50,
  steps = 300,
}: {
  readonly network?: string;
  readonly batchSize?: number;
  readonly optimizer?: OptimizerName;
  readonly warmUp?: number;
  readonly steps?: number;
} = {}): Promise<StepTiming> {
  const executor = createWasmExecutor(await loadKernelModule());
  const { graph, program, step } = await startRunLikeTraining(executor, network, optimizer, batchSize);
  for (let number = 1; number <= warmUp; number++) step(number);
  const times: number[] = [];
  for (let number = warmUp + 1; number <= warmUp + steps; number++) {
    const start = performance.now();
    step(number);
    times.push(performance.now() - start);
  }
  const profiles = Array.from({ length: Math.ceil(steps / 4) }, () => program.profile(() => performance.now()));
  const calls = program.calls.map(({ kernel, writes }, index) => ({
    kernel,
    writes,
    medianMs: quantile(
      profiles.map((profile) => profile[index] ?? NaN),
      0.5,
    ),
  }));
  const result = {
    medianMs: quantile(times, 0.5),
    bestTenthMs: quantile(times, 0.1),
    memoryBytes: program.memoryBytes,
    multiplyAdds: multiplyAddsOf(graph),
    calls,
  };
  executor.dispose();
  return result;
}

/** Prints the median time of each kernel call of a training step, the slowest kernels summed up first. */
export async function printCalls(network: string): Promise<void> {
  const { calls, medianMs } = await timeWasmSteps({ network, warmUp: 3, steps: 40 });
  const sums = new Map<string, number>();
  for (const call of calls) sums.set(call.kernel, (sums.get(call.kernel) ?? 0) + call.medianMs);
  const line = (milliseconds: number, text: string): string =>
    `${(milliseconds * 1000).toFixed(0).padStart(7)} µs  ${text}`;
  console.log(`A step of ${network}: ${medianMs.toFixed(2)} ms. By kernel:`);
  for (const [kernel, sum] of [...sums].sort((a, b) => b[1] - a[1])) console.log(line(sum, kernel));
  console.log('Call by call:');
  for (const call of calls) console.log(line(call.medianMs, `${call.kernel}: ${call.writes.join(', ')}`));
}
