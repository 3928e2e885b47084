/**
 * What *Things* is worth as a data set, measured: `npx tsx tests/bench/thingsProof.ts [linear] [resnet-8] [speed]`.
 *
 * A set for convolutions should be hopeless without them and easy with them: a linear classifier must stay under 45 % on the test
 * images, and ResNet-8 pass 90 % after at most five epochs of 20,000 training images, both with our own engine. `speed` counts images
 * per second and core.
 */
import { createThingMaker, generateThings, thingsOffers } from '../../src/data/things/things';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
// With its extension, because tsx takes `.node` for a native module's.
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import type { RunDescription } from '../../src/engine/protocol';
import { createRun } from '../../src/engine/run';
import { mlp, resnet } from '../../src/network/families';
import type { NetworkSpec } from '../../src/network/spec';
import { quantile } from './quantile';

export interface Proof {
  /** Fraction of the test images that are right. */
  readonly accuracy: number;
  readonly steps: number;
  /** [true class][given class], numbers of test images. */
  readonly confusion: readonly (readonly number[])[];
}

type Training = Pick<RunDescription, 'optimizer' | 'learningRate' | 'batchSize'> &
  Partial<Pick<RunDescription, 'coefficients' | 'augmentation'>> & {
    readonly epochs: number;
    readonly warmUpSteps: number;
  };

const counts = { ...thingsOffers[32].counts, train: 20_000 };

async function train(spec: NetworkSpec, { epochs, warmUpSteps, ...training }: Training): Promise<Proof> {
  const dataSet = await generateThings({ seed: 1, ...counts });
  const classes = dataSet.info.classes.length;
  const executor = createWasmExecutor(await loadKernelModule());
  const steps = epochs * Math.floor(counts.train / training.batchSize);
  const run = await createRun({
    name: 'proof',
    description: {
      ...training,
      network: spec.name,
      dataSet: 'things',
      schedule: { kind: 'cosine', steps, warmUpSteps },
      seeds: { initialization: 1, order: 1, generator: 1 },
    },
    spec,
    dataSet,
    executor,
    send: () => undefined,
    now: () => performance.now(),
  });
  const perEpoch = steps / epochs;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await run.step(perEpoch);
    const { loss, testAccuracy } = run.status();
    console.error(`epoch ${epoch}: loss ${loss?.toFixed(3)}, last measured ${testAccuracy?.toFixed(3)}`);
  }
  const { labels, predicted } = await run.predictions();
  const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  labels.forEach((label, k) => (confusion[label]![predicted[k]!]! += 1));
  const right = confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  await run.dispose();
  executor.dispose();
  return { accuracy: right / labels.length, steps, confusion };
}

/** Softmax regression: one dense layer from the pixels to the classes. Must stay under 45 %. */
export function proveLinear(change: Partial<Training> = {}): Promise<Proof> {
  const spec = mlp({ input: [32, 32, 3], hidden: [] });
  return train(spec, { optimizer: 'adam', learningRate: 0.0003, batchSize: 100, epochs: 5, warmUpSteps: 0, ...change });
}

/** ResNet-8 in five epochs. Must pass 90 %. */
export function proveResnet(change: Partial<Training> = {}): Promise<Proof> {
  return train(resnet({ blocks: 1 }), {
    optimizer: 'adam',
    learningRate: 0.004,
    batchSize: 32,
    epochs: 5,
    warmUpSteps: 200,
    ...change,
  });
}

/** Images per second on one core: of the fastest tenth of the batches, because others may share the machine. */
export function measureSpeed(side: 32 | 64 = 32, batches = 60, batch = 50): number {
  const maker = createThingMaker(1, 'train', side);
  const out = new Uint8Array(side * side * 3);
  const rates: number[] = [];
  for (let k = 0; k < batches; k++) {
    const start = performance.now();
    for (let i = 0; i < batch; i++) maker.make(k * batch + i, out, 0);
    rates.push((1000 * batch) / (performance.now() - start));
  }
  return quantile(rates, 0.9);
}

if (process.argv[1]?.endsWith('thingsProof.ts') === true) {
  const asked = process.argv.slice(2);
  const wants = (name: string): boolean => asked.length === 0 || asked.includes(name);
  const show = (name: string, { accuracy, confusion }: Proof): void => {
    console.log(`${name}: ${(100 * accuracy).toFixed(1)} % of ${counts.test} test images`);
    console.log(confusion.map((row) => row.map((count) => `${count}`.padStart(4)).join('')).join('\n'));
  };
  if (wants('speed')) {
    for (const side of [32, 64] as const)
      console.log(`${side}×${side}: ${measureSpeed(side).toFixed(0)} images a second`);
  }
  if (wants('linear')) show('linear', await proveLinear());
  if (wants('resnet-8')) show('resnet-8', await proveResnet());
}
