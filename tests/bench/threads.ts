/**
 * What a second thread gains: a step of the small VGG on one thread and on two, and a plain matrix product likewise, in turns.
 *
 * Picture: two cores seldom give twice the speed: they share memory, and often the clock. So the step's gain is held against what the
 * product gains in the same run, which nothing but the machine limits.
 */
import type { Executor } from '../../src/engine/executors/executor';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { startTeamInNode } from '../../src/engine/executors/wasm/startThreadsInNode';
import { createBuilder } from '../../src/graph/builder';
import { networkNamed } from '../../src/network/zoo';
import { randomStream } from '../../src/tensor/random';
import { startTraining } from '../conformance/training';
import { quantile } from './quantile';
import type { Report } from './sections';

export interface Gain {
  readonly oneMs: number;
  readonly twoMs: number;
  /** The first divided by the second. */
  readonly gain: number;
}

/** Medians over `rounds` of one run of each, in turns, so that what else the machine does meets both. */
function compare(one: () => void, two: () => void, rounds: number): Gain {
  const times: [number[], number[]] = [[], []];
  for (let warmUp = 0; warmUp < 3; warmUp++) {
    one();
    two();
  }
  for (let round = 0; round < rounds; round++) {
    [one, two].forEach((run, index) => {
      const start = performance.now();
      run();
      times[index]!.push(performance.now() - start);
    });
  }
  const [oneMs, twoMs] = [quantile(times[0], 0.5), quantile(times[1], 0.5)];
  return { oneMs, twoMs, gain: oneMs / twoMs };
}

/** One of the deepest convolutions of the small VGG, as a matrix product. */
const product = { rows: 2048, depth: 1152, columns: 128 };

async function productOn(executor: Executor): Promise<() => void> {
  const { rows, depth, columns } = product;
  const builder = createBuilder();
  const shapes = { a: [rows, depth], b: [depth, columns] } as const;
  const factors = Object.entries(shapes).map(([name, shape]) => builder.input(name, shape, 'float32'));
  const y = builder.apply('matmul', 'y', factors, { transposeA: false, transposeB: false });
  const store = executor.createStore([]);
  const program = await executor.compile(builder.finish({ outputs: { y } }), store, { outputs: ['y'] });
  for (const [name, [height, width]] of Object.entries(shapes)) {
    const stream = randomStream(1, name);
    program.write(
      name,
      Float32Array.from({ length: height * width }, () => stream.bell()),
    );
  }
  return () => program.run();
}

async function stepsOn(executor: Executor, network: string): Promise<() => void> {
  const { step } = await startTraining(executor, { network, optimizer: 'adam', batchSize: 32 });
  let number = 0;
  return () => step(++number);
}

/** Both gains, in one run. */
export async function measureGains(network: string, rounds: number): Promise<{ step: Gain; product: Gain }> {
  const one = createWasmExecutor(await loadKernelModule());
  const two = createWasmExecutor(await startTeamInNode(2));
  const products = [await productOn(one), await productOn(two)] as const;
  const steps = [await stepsOn(one, network), await stepsOn(two, network)] as const;
  const gains: { step: Gain[]; product: Gain[] } = { step: [], product: [] };
  // In slices, so that both see the same minutes.
  for (let slice = 0; slice < 4; slice++) {
    gains.product.push(compare(...products, Math.ceil(rounds / 2)));
    gains.step.push(compare(...steps, Math.ceil(rounds / 4)));
  }
  one.dispose();
  two.dispose();
  const middle = (list: readonly Gain[]): Gain =>
    [...list].sort((a, b) => a.gain - b.gain)[Math.floor(list.length / 2)]!;
  return { step: middle(gains.step), product: middle(gains.product) };
}

export async function measureThreads({ quick, add, note }: Report): Promise<void> {
  const network = 'small-vgg';
  const { step, product: plain } = await measureGains(network, quick ? 12 : 40);
  const { title } = networkNamed(network);
  const row = (name: string, unit: string, value: number): void => add({ name, unit, value, peer: null, ratio: null });
  row(`${title}, two threads`, 'ms/step', step.twoMs);
  row(`${title}: one thread’s time over two threads’`, '×', step.gain);
  row('matrix product 2048×1152×128: one thread’s time over two threads’', '×', plain.gain);
  row(`${title}: the step’s gain, of the product’s`, '%', (100 * step.gain) / plain.gain);
  note('Two threads and one were timed in turns, in Node; a machine with other work on its second core gains less.');
}
