/** What a run is fed: bytes beside the executor and indices, the same numbers as batches that are written; and what is refused. */
import { beforeAll, describe, expect, test } from 'vitest';
import { tinyDataSet, tinyDescription, tinyNetwork } from '../../tests/fixtures/tinyRun';
import { augmentationNames, type Augmentation } from '../data/augmentation';
import { placePixels } from '../data/batches';
import type { DataSet, LabelledImages } from '../data/dataSet';
import { measureNormalization } from '../data/normalization';
import { createBuilder } from '../graph/builder';
import { buildTraining } from '../network/build';
import { mlp } from '../network/families';
import { defaultCoefficients } from '../network/hyperparameters';
import { initialParameters } from '../network/initialize';
import type { NetworkSpec } from '../network/spec';
import { networkNamed } from '../network/zoo';
import { randomStream } from '../tensor/random';
import { createBatchSource } from './batchSource';
import type { Executor } from './executors/executor';
import { OutOfMemory } from './executors/outOfMemory';
import { createReferenceExecutor } from './executors/reference';
import { createWasmExecutor } from './executors/wasm/executor';
import { loadKernelModule } from './executors/wasm/loadModuleInNode';
import { placeImages, storedImages } from './placedData';
import type { RunDescription } from './protocol';
import { createRun, type Run } from './run';

const dataSet = tinyDataSet();
let module: WebAssembly.Module;
beforeAll(async () => {
  module = await loadKernelModule();
});

function open(
  executor: Executor,
  data: DataSet,
  change: Partial<RunDescription> = {},
  spec: NetworkSpec = tinyNetwork,
): Promise<Run> {
  return createRun({
    name: 'tiny',
    description: { ...tinyDescription, ...change },
    spec,
    dataSet: data,
    executor,
    send: () => undefined,
    now: () => performance.now(),
  });
}

/** The losses of the first steps, bit for bit, fed with floats and labels or with indices. */
async function lossesOf(spec: NetworkSpec, batchSize: number, steps: number, byIndices: boolean): Promise<number[]> {
  const executor = createWasmExecutor(module);
  const { train, info } = dataSet;
  const { normalization } = info;
  const stored = storedImages(dataSet, 'train');
  const built = buildTraining(spec, { batchSize, optimizer: 'adam', data: byIndices ? stored : undefined });
  const store = executor.createStore(built.slots);
  for (const [slot, values] of initialParameters(spec, 1)) store.write(slot, values);
  const placed = placeImages(executor, dataSet, 'train');
  const program = await executor.compile(built.graph, store, { outputs: ['loss'], data: placed.data });
  for (const [slot, value] of Object.entries({ ...defaultCoefficients.adam, learningRate: 0.002 })) {
    program.write(slot, Float32Array.of(value));
  }
  const source = createBatchSource(train.count, batchSize, 1);
  const inputShape = spec.inputs[0]!.shape;
  const inputSize = inputShape[0] * inputShape[1] * inputShape[2];
  const size = train.pixels.length / train.count;
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const indices = source.indices(step);
    if (byIndices) program.write('indices', indices);
    else {
      const image = new Float32Array(batchSize * inputSize);
      indices.forEach((index, n) => {
        const out = image.subarray(n * inputSize, (n + 1) * inputSize);
        placePixels(
          train.pixels.subarray(index * size, (index + 1) * size),
          train.shape,
          inputShape,
          normalization,
          out,
        );
      });
      program.write('image', image);
      program.write(
        'labels',
        Int32Array.from(indices, (index) => train.labels[index]!),
      );
    }
    program.write('step', Float32Array.of(step));
    program.run();
    losses.push(...(await program.read('loss')));
  }
  for (const owner of [program, store]) owner.dispose();
  placed.release();
  expect(executor.liveBuffers()).toBe(0);
  return losses;
}

describe('a step that passes indices only', () => {
  test.each([
    ['tiny', tinyNetwork, 8],
    ['lenet5', networkNamed('lenet5'), 16],
  ] as const)('%s: 50 losses as with written batches, bit for bit', async (_, spec, batchSize) => {
    const written = await lossesOf(spec, batchSize, 50, false);
    expect(await lossesOf(spec, batchSize, 50, true)).toEqual(written);
    expect(new Set(written).size).toBe(50);
    expect(written.at(-1)).toBeLessThan(written[0]! / 2);
  });

  test('runs on one data set share its bytes, which the last one frees', async () => {
    const executor = createWasmExecutor(module);
    const first = await open(executor, dataSet);
    const withOne = executor.liveBytes();
    const second = await open(executor, dataSet);
    const perRun = executor.liveBytes() - withOne;
    // Both splits, each on lines of 64 bytes of its own.
    expect(first.status().dataBytes).toBe(3648 + 128 + 4736 + 192);
    expect(second.status().dataBytes).toBe(first.status().dataBytes);
    expect(withOne).toBe(perRun + first.status().dataBytes);
    await first.dispose();
    expect(executor.liveBytes()).toBe(withOne);
    await second.step(3);
    await second.dispose();
    expect(executor.liveBuffers()).toBe(0);
    expect(executor.liveBytes()).toBe(0);
  });
});

describe('augmentation', () => {
  const everything: Augmentation = {
    ...{ flip: 0.5, shift: 1, crop: 0.2, rotate: 10 },
    ...{ contrast: 0.3, brightness: 0.2, saturation: 0.5, hue: 20 },
    ...{ erase: 0.5, eraseSize: 0.4 },
  };
  /** The loss after each of ten steps. */
  const curve = async (executor: Executor, augmentation?: Augmentation): Promise<(number | null)[]> => {
    const run = await open(executor, dataSet, augmentation === undefined ? {} : { augmentation });
    const losses: (number | null)[] = [];
    for (let step = 1; step <= 10; step++) {
      await run.step(1);
      losses.push(run.status().loss);
    }
    await run.dispose();
    expect(executor.liveBuffers()).toBe(0);
    return losses;
  };

  test('the same curve every time, and within rounding on the reference; another one than without', async () => {
    const found = await curve(createWasmExecutor(module), everything);
    expect(await curve(createWasmExecutor(module), everything)).toEqual(found);
    expect(found).not.toEqual(await curve(createWasmExecutor(module)));
    const expected = await curve(createReferenceExecutor(), everything);
    expected.forEach((loss, step) => expect(Math.abs(found[step]! - loss!) / loss!).toBeLessThan(1e-4));
  });

  test('strengths of 0 train as if there were none, bit for bit', async () => {
    const nothing = Object.fromEntries(augmentationNames.map((name) => [name, 0]));
    expect(await curve(createWasmExecutor(module), nothing)).toEqual(await curve(createWasmExecutor(module)));
  });

  test('every kind is a scalar of the graph; only the ops of the kinds that are named are there', () => {
    const scalarsOf = (augmentation: Augmentation) => {
      const data = { shape: [100, 6, 6, 1], mean: [0], deviation: [1] };
      const { scalars, graph } = buildTraining(tinyNetwork, { batchSize: 8, optimizer: 'sgd', data, augmentation });
      const names = ['warpImages', 'jitterColours', 'eraseRectangles'];
      return { scalars, ops: graph.nodes.map(({ op }) => op).filter((op) => names.includes(op)) };
    };
    const all = scalarsOf(everything);
    expect(Object.keys(all.scalars).sort()).toEqual(augmentationNames.map((name) => `augmentation.${name}`).sort());
    expect(all.scalars['augmentation.crop']).toBe(0.2);
    expect(all.ops).toEqual(['warpImages', 'jitterColours', 'eraseRectangles']);
    expect(scalarsOf({ erase: 0.5, eraseSize: 0.3 }).ops).toEqual(['eraseRectangles']);
    expect(scalarsOf({})).toEqual({ scalars: {}, ops: [] });
  });

  test('is refused before anything is made when it cannot be', async () => {
    const executor = createWasmExecutor(module);
    await expect(open(executor, dataSet, { augmentation: { rotate: 200 } })).rejects.toThrow(
      'The augmentation “rotate” (degrees either way, at most) must be a number from 0 to 180, found 200.',
    );
    expect(executor.liveBuffers()).toBe(0);
  });
});

describe.each(['wasm', 'reference'])('%s', (name) => {
  const create = (): Executor => (name === 'wasm' ? createWasmExecutor(module) : createReferenceExecutor());
  const training = buildTraining(tinyNetwork, {
    batchSize: 8,
    optimizer: 'sgd',
    data: { shape: [100, 6, 6, 1], mean: [0], deviation: [1] },
  });

  test('data that is missing, of another shape, of another executor or disposed is our fault', async () => {
    const executor = create();
    const store = executor.createStore(training.slots);
    const compile = (data: Parameters<Executor['compile']>[2]['data'] = {}) =>
      executor.compile(training.graph, store, { outputs: ['loss'], data });
    await expect(compile()).rejects.toThrow(
      'internal: the graph needs the data data.images, uint8 of shape [100,6,6,1], found no data',
    );
    const small = executor.storeData([2], Uint8Array.of(1, 2));
    await expect(compile({ 'data.images': small })).rejects.toThrow('of shape [100,6,6,1], found uint8 [2]');
    const other = placeImages(
      name === 'wasm' ? createReferenceExecutor() : createWasmExecutor(module),
      dataSet,
      'train',
    );
    await expect(compile(other.data)).rejects.toThrow(/^internal: .*executor/);
    expect(() => executor.storeData([3], Uint8Array.of(1, 2))).toThrow(
      'internal: stored data: expected 3 values for the shape [3], found 2',
    );
    const placed = placeImages(executor, dataSet, 'train');
    const program = await compile(placed.data);
    program.write('indices', new Int32Array(8));
    for (const [slot, value] of Object.entries({ ...defaultCoefficients.sgd, learningRate: 0.1 })) {
      program.write(slot, Float32Array.of(value));
    }
    program.run();
    placed.release();
    expect(() => program.run()).toThrow(/^internal: .* after (its data was|they were) disposed/);
    for (const owner of [program, store, small]) owner.dispose();
    expect(executor.liveBuffers()).toBe(0);
  });

  test('NaN and infinite values are not taken as images', async () => {
    const executor = create();
    const { graph, slots } = buildTraining(tinyNetwork, { batchSize: 2, optimizer: 'sgd' });
    const store = executor.createStore(slots);
    const program = await executor.compile(graph, store, { outputs: ['loss'] });
    const image = new Float32Array(128);
    program.write('image', image);
    image[64 + 5] = NaN;
    expect(() => program.write('image', image)).toThrow(
      'image: expected finite numbers, found NaN in example 1, element 5 of 64. Replace or leave out this example.',
    );
    image[64 + 5] = 0;
    image[0] = -Infinity;
    expect(() => program.write('image', image)).toThrow('found -Infinity in example 0, element 0 of 64');
    // Large, but numbers: their sum is infinite.
    image.fill(3e38);
    program.write('image', image);
    for (const owner of [program, store]) owner.dispose();
  });
});

describe('a data set of numbers', () => {
  const offset = [3, -40] as const;
  const scale = [0.5, 10] as const;
  /** Two coordinates of different scale: class 1 above the diagonal of the square that they stand for. */
  function points(count: number, seed: number): LabelledImages {
    const stream = randomStream(seed, 'points');
    const numbers = new Float32Array(2 * count);
    const labels = new Uint8Array(count);
    for (let k = 0; k < count; k++) {
      const [x, y] = [2 * stream.uniform() - 1, 2 * stream.uniform() - 1];
      numbers.set([offset[0] + scale[0] * x, offset[1] + scale[1] * y], 2 * k);
      labels[k] = y > x ? 1 : 0;
    }
    return { count, shape: [1, 1, 2], pixels: new Uint8Array(0), numbers, labels };
  }
  const train = points(100, 1);
  const pointSet: DataSet = {
    info: {
      id: 'own-points',
      title: 'Points',
      origin: 'imported',
      classes: ['below', 'above'],
      shape: [1, 1, 2],
      values: 'numbers',
      counts: { train: 100, validation: 10, test: 130 },
      normalization: measureNormalization(train),
    },
    train,
    validation: points(10, 3),
    test: points(130, 2),
  };
  const spec = mlp({ input: [1, 1, 2], hidden: [8], classes: 2 });

  test('each coordinate has its own mean and deviation', () => {
    const { mean, deviation } = pointSet.info.normalization;
    const column = (c: number): number[] => [...train.numbers!].filter((_, i) => i % 2 === c);
    for (const c of [0, 1]) {
      const average = column(c).reduce((sum, value) => sum + value, 0) / 100;
      const variance = column(c).reduce((sum, value) => sum + (value - average) ** 2, 0) / 100;
      expect(mean[c]).toBeCloseTo(average, 10);
      expect(deviation[c]).toBeCloseTo(Math.sqrt(variance), 8);
    }
  });

  test.each([
    ['wasm', () => createWasmExecutor(module)],
    ['reference', createReferenceExecutor],
  ])('is learned, tested and looked at on %s', async (_, create) => {
    const executor = create();
    const run = await open(executor, pointSet, { optimizer: 'adam', learningRate: 0.02, batchSize: 10 }, spec);
    await run.step(200);
    const { labels, predicted, confidence } = await run.predictions();
    const right = labels.filter((label, k) => label === predicted[k]).length;
    expect(right).toBeGreaterThan(120);
    // One point by number and by its coordinates: the network sees the same, normalized.
    const sample = await run.inspect({ kind: 'sample', split: 'test', index: 4 }, []);
    const numbers = pointSet.test.numbers!.slice(8, 10);
    const given = await run.inspect({ kind: 'numbers', numbers }, []);
    const { mean, deviation } = pointSet.info.normalization;
    expect(sample.input.values).toEqual(numbers.map((value, c) => (value - mean[c]!) / deviation[c]!));
    expect(given).toEqual(sample);
    expect(sample.probabilities[predicted[4]!]).toBeCloseTo(confidence[4]!, 6);
    await run.dispose();
    expect(executor.liveBuffers()).toBe(0);
  });

  test('the wasm kernel normalizes to the bits of `placePixels`, in a larger input too', async () => {
    for (const input of [
      [1, 1, 2],
      [2, 4, 2],
    ] as const) {
      const executor = createWasmExecutor(module);
      const builder = createBuilder();
      const { shape, dtype, mean, deviation } = storedImages(pointSet, 'train');
      const inputs = [builder.data('data.images', shape, dtype), builder.input('indices', [4], 'int32')];
      const [height, width] = input;
      const y = builder.apply('gatherImages', 'y', inputs, { height, width, mean, deviation });
      const placed = placeImages(executor, pointSet, 'train');
      const store = executor.createStore([]);
      const graph = builder.finish({ outputs: { y } });
      const program = await executor.compile(graph, store, { outputs: ['y'], data: placed.data });
      program.write('indices', Int32Array.of(7, 0, 99, 7));
      program.run();
      const size = height * width * 2;
      const expected = new Float32Array(4 * size);
      [7, 0, 99, 7].forEach((index, n) => {
        const numbers = train.numbers!.subarray(2 * index, 2 * index + 2);
        placePixels(numbers, [1, 1, 2], input, { mean, deviation }, expected.subarray(n * size, (n + 1) * size));
      });
      expect(await program.read('y')).toEqual(expected);
      program.write('indices', Int32Array.of(100, -1, 0, 0));
      program.run();
      expect((await program.read('y')).subarray(0, 2 * size).every((value) => Number.isNaN(value))).toBe(true);
      for (const owner of [program, store]) owner.dispose();
      placed.release();
      expect(executor.liveBuffers()).toBe(0);
    }
  });

  test('bytes and numbers are not taken for each other', async () => {
    const executor = createReferenceExecutor();
    const onPoints = await open(executor, pointSet, {}, spec);
    await expect(onPoints.inspect({ kind: 'pixels', pixels: Uint8Array.of(1, 2) }, [])).rejects.toThrow(
      'Points holds numbers, and pixels were given. Give numbers.',
    );
    await onPoints.dispose();
    const onPictures = await open(executor, dataSet);
    await expect(onPictures.inspect({ kind: 'numbers', numbers: new Float32Array(36) }, [])).rejects.toThrow(
      'Halves holds bytes, and numbers were given. Give bytes.',
    );
    await onPictures.dispose();
    const builder = createBuilder();
    const inputs = [builder.data('data.images', [100, 1, 1, 2]), builder.input('indices', [1], 'int32')];
    const feeding = { height: 1, width: 1, mean: [0], deviation: [1] };
    const y = builder.apply('gatherImages', 'y', inputs, feeding);
    const placed = placeImages(executor, pointSet, 'train');
    await expect(
      executor.compile(builder.finish({ outputs: { y } }), executor.createStore([]), {
        outputs: ['y'],
        data: placed.data,
      }),
    ).rejects.toThrow(
      'internal: the graph needs the data data.images, uint8 of shape [100,1,1,2], found float32 [100,1,1,2]',
    );
  });

  test('augmentation and broken numbers are refused before the first step', async () => {
    const executor = createWasmExecutor(module);
    await expect(open(executor, pointSet, { augmentation: { flip: 0.5 } }, spec)).rejects.toThrow(
      'The augmentation “flip” (the share of images mirrored left to right) changes pictures, and Points holds numbers. Leave it out.',
    );
    const numbers = pointSet.validation.numbers!.slice();
    numbers[7] = NaN;
    const spoiled = { ...pointSet, validation: { ...pointSet.validation, numbers } };
    await expect(open(executor, spoiled, {}, spec)).rejects.toThrow(
      'Example 3 of the validation examples of Points holds NaN, which is not a finite number. Replace it or leave it out.',
    );
    expect(executor.liveBuffers()).toBe(0);
  });
});

describe('said before the first step, with nothing left alive', () => {
  const refused = async (
    executor: Executor,
    message: string | RegExp,
    ...rest: Parameters<typeof open> extends [Executor, ...infer R] ? R : never
  ) => {
    await expect(open(executor, ...rest)).rejects.toThrow(message);
    expect(executor.liveBuffers()).toBe(0);
  };

  test('a batch larger than the data', async () => {
    await refused(
      createWasmExecutor(module),
      'A batch of 101 images was asked for, and the data set has 100 images. Choose a batch size of at most 100.',
      dataSet,
      { batchSize: 101 },
    );
  });

  test('a label outside the classes, in either split', async () => {
    const spoiled = (split: 'train' | 'test', image: number): DataSet => {
      const labels = dataSet[split].labels.slice();
      labels[image] = 3;
      return { ...dataSet, [split]: { ...dataSet[split], labels } };
    };
    await refused(
      createWasmExecutor(module),
      'Image 17 of the train images of Halves has the label 3, and the network tells 3 classes apart (0 … 2).',
      spoiled('train', 17),
    );
    await refused(createWasmExecutor(module), 'Image 129 of the test images', spoiled('test', 129));
  });

  test('images that do not fit the network', async () => {
    await refused(createWasmExecutor(module), "the network's input is 8 × 8", {
      ...dataSet,
      info: { ...dataSet.info, shape: [9, 8, 1] },
    });
  });

  /** Throws on the n-th call of `storeData`, as a full memory would. */
  const fullAt = (call: number): Executor => {
    const executor = createWasmExecutor(module);
    let calls = 0;
    return {
      ...executor,
      storeData(shape, bytes) {
        if (++calls === call) throw new OutOfMemory('full', bytes.length, 3 * 2 ** 20);
        return executor.storeData(shape, bytes);
      },
    };
  };
  test.each([1, 2])('a data set too large for the memory: array %i of the training images', async (call) => {
    await refused(
      fullAt(call),
      'The 100 training images of Halves need 0 MiB of memory beside the 3 MiB in use, and there is not so much. Choose a smaller data set, or close other runs and pages.',
      dataSet,
    );
  });
  test.each([3, 4])('… array %i, of the test images', async (call) => {
    await refused(fullAt(call), 'The 130 test images of Halves need 0 MiB', dataSet);
  });

  test('a network too large for the memory, with the size it would need', { timeout: 60_000 }, async () => {
    const count = 200_000;
    const many: LabelledImages = {
      count,
      shape: [1, 1, 1],
      pixels: new Uint8Array(count),
      labels: new Uint8Array(count),
    };
    const wide: DataSet = { ...dataSet, info: { ...dataSet.info, shape: [1, 1, 1] }, train: many, test: many };
    await refused(
      createWasmExecutor(module),
      /^LeNet-5 with batches of 200000 images needs [\d,.]+ MiB more memory beside the [\d.]+ MiB in use, and there is not so much\. Choose smaller batches, a smaller network, or close other pages\.$/,
      wide,
      { batchSize: count },
      networkNamed('lenet5'),
    );
  });

  test('a snapshot of another network', async () => {
    const executor = createWasmExecutor(module);
    const run = await open(executor, dataSet);
    const snapshot = await run.snapshot();
    await run.dispose();
    await expect(
      createRun({
        name: 'lenet',
        description: tinyDescription,
        spec: {
          ...tinyNetwork,
          layers: tinyNetwork.layers.map((layer) => (layer.kind === 'convolution' ? { ...layer, filters: 3 } : layer)),
        },
        dataSet,
        executor,
        snapshot,
        send: () => undefined,
        now: () => performance.now(),
      }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    expect(executor.liveBuffers()).toBe(0);
  });
});
