/** The whole border in one thread: client and host, joined by a channel that clones as a real one does. */
import { afterEach, describe, expect, test } from 'vitest';
import { tinyDataSet, tinyDescription, tinyNetwork } from '../../tests/fixtures/tinyRun';
import { DataError, type DataSet, type ImageShape, type LabelledImages } from '../data/dataSet';
import type { NetworkSpec } from '../network/spec';
import { createChooser, type Chooser } from './choose';
import { createEngineClient, type ClientEvent, type EngineClient, type WorkerLike } from './client';
import type { DataLibrary } from './dataLibrary';
import { EngineError } from './engineError';
import type { Executor } from './executors/executor';
import { createReferenceExecutor } from './executors/reference';
import { createHost } from './host';
import type { FromWorker, RequestProgress, RunDescription, ToWorker } from './protocol';
import { createWeightsLibrary } from './weightsLibrary';

const clients: EngineClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

/** The reference under another name, so that there is something to choose. */
function named(name: Executor['name']): Executor {
  return { ...createReferenceExecutor(), name };
}

const droppingNetwork: NetworkSpec = {
  ...tinyNetwork,
  name: 'dropping',
  title: 'Dropping',
  layers: [
    ...tinyNetwork.layers.slice(0, -1),
    { kind: 'dropout', name: 'drop', rate: 0.5 },
    ...tinyNetwork.layers.slice(-1),
  ],
};

/** The bytes of the tiny data set, looked at as pictures of another form; each is as large as it was, or a part of that. */
function reshaped(shape: ImageShape, classes: number): DataSet {
  const { info, ...splits } = tinyDataSet();
  const size = shape[0] * shape[1] * shape[2];
  const again = (images: LabelledImages): LabelledImages => ({
    ...images,
    shape,
    pixels: images.pixels.slice(0, images.count * size),
  });
  const names = Array.from({ length: classes }, (_, index) => `class ${index}`);
  return {
    info: { ...info, shape, classes: names },
    train: again(splits.train),
    validation: again(splits.validation),
    test: again(splits.test),
  };
}

interface Workplace {
  readonly client: EngineClient;
  readonly events: ClientEvent[];
  /** Executors made so far. */
  readonly executors: Executor[];
  readonly generated: number[];
}

function connect({ onlyReference = false, now = () => performance.now() } = {}): Workplace {
  const executors: Executor[] = [];
  const generated: number[] = [];
  const events: ClientEvent[] = [];
  const keep = (executor: Executor): Executor => {
    executors.push(executor);
    return executor;
  };
  let mnist: DataSet | null = null;
  const sets = new Map<number, DataSet>();
  const library: DataLibrary = {
    list: () => Promise.resolve([tinyDataSet().info, ...(mnist === null ? [] : [mnist.info])]),
    load: async (id, seed, onProgress, signal) => {
      if (id === 'mnist') {
        if (mnist === null) throw new DataError('MNIST is not here yet.');
        return mnist;
      }
      if (id === 'own-colours') return reshaped([4, 3, 3], 4);
      if (id === 'own-points') return reshaped([1, 1, 36], 3);
      const known = sets.get(seed);
      if (known !== undefined) return known;
      for (let done = 0; done < 5; done++) {
        onProgress('Making digits', done, 5);
        await new Promise((resolve) => setTimeout(resolve, 5));
        signal?.throwIfAborted();
      }
      generated.push(seed);
      sets.set(seed, tinyDataSet());
      return sets.get(seed)!;
    },
    inspectImport: (files, choices, onProgress) => {
      if (files.length !== 4) throw new DataError(`MNIST: expected four files, found ${files.length}`);
      onProgress('Reading files', files[0]!.file.size, null);
      const { info } = tinyDataSet();
      return Promise.resolve({
        proposal: 1,
        format: 'MNIST, four IDX files',
        published: 'mnist',
        suggestedName: 'MNIST',
        shape: info.shape,
        classes: [],
        counts: info.counts,
        sizeBytes: 1,
        choices,
        preview: null,
        undecodable: [],
        notes: [],
      });
    },
    keepImport: () => {
      const set = tinyDataSet();
      mnist = { ...set, info: { ...set.info, id: 'mnist', title: 'MNIST', origin: 'imported' } };
      return Promise.resolve({ info: mnist.info, notice: 'Storage is full.' });
    },
    dropImport: () => undefined,
    fetch: async (id, onProgress, onNotice, signal) => {
      if (id !== 'mnist') throw new DataError(`${id} could not be fetched.`);
      onProgress('train-images', 5, 10);
      onNotice('train-images: starting over.');
      // A slow server: until an import was kept, or the fetch was given up.
      while (mnist === null) {
        signal.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return () => {
        const set = tinyDataSet();
        mnist = { ...set, info: { ...set.info, id: 'mnist', title: 'MNIST', origin: 'fetched' } };
        return Promise.resolve({ info: mnist.info, notice: null });
      };
    },
    rename: (_id, name) => Promise.resolve({ ...tinyDataSet().info, title: name }),
    remove: () => {
      mnist = null;
      return Promise.resolve();
    },
  };
  const chooser: Chooser = createChooser({
    candidates: [
      {
        name: 'wasm',
        probe: () =>
          Promise.resolve(
            onlyReference ? { available: false, detail: 'no SIMD' } : { available: true, software: false, detail: '' },
          ),
        create: () => Promise.resolve(keep(named('wasm'))),
      },
      {
        name: 'tfjs-webgl',
        missing: { dropout: 'it has no dice', warpImages: 'it has no dice' },
        probe: () => Promise.resolve({ available: true, software: true, detail: 'SwiftShader' }),
        create: () => Promise.resolve(keep(failingAfter(named('tfjs-webgl'), 30))),
      },
      {
        name: 'tfjs-webgpu',
        probe: () => Promise.resolve({ available: true, software: true, detail: 'SwiftShader' }),
        create: () => Promise.reject(new Error('no device')),
      },
    ],
    reference: () => keep(createReferenceExecutor()),
    selfTest: () => Promise.resolve(null),
    race: () => Promise.resolve(1),
  });
  const client = createEngineClient({ spawn: () => inOneThread(library, chooser, now) });
  client.subscribe((event) => void events.push(event));
  clients.push(client);
  return { client, events, executors, generated };
}

function inOneThread(library: DataLibrary, chooser: Chooser, now: () => number): WorkerLike {
  const listeners: ((event: { readonly data: unknown }) => void)[] = [];
  const clone = (message: unknown, transfer: Transferable[]): unknown => structuredClone(message, { transfer });
  const host = createHost({
    send(message: FromWorker, transfer) {
      const data = clone(message, transfer);
      queueMicrotask(() => listeners.forEach((listener) => listener({ data })));
    },
    library,
    overlays: { load: () => Promise.resolve(null), store: () => Promise.resolve() },
    chooser,
    weights: createWeightsLibrary({ fetchFile: () => Promise.resolve(null), networks: [tinyNetwork] }),
    network: (name) => {
      if (name === 'dropping') return droppingNetwork;
      if (name !== 'tiny') throw new EngineError('bad-input', `There is no network “${name}”.`);
      return tinyNetwork;
    },
    now,
  });
  return {
    postMessage(message, transfer) {
      const data = clone(message, transfer) as ToWorker;
      queueMicrotask(() => host.receive(data));
    },
    terminate: () => void listeners.splice(0),
    addEventListener(type: string, listener: (event: never) => void) {
      if (type === 'message') listeners.push(listener as (event: { readonly data: unknown }) => void);
    },
  };
}

/** Its training program throws at this run. */
function failingAfter(executor: Executor, goodRuns: number): Executor {
  return {
    ...executor,
    compile: async (graph, store, options) => {
      const program = await executor.compile(graph, store, options);
      if (!options.outputs.includes('loss')) return program;
      let runs = 0;
      return {
        memoryBytes: program.memoryBytes,
        write: (name, values) => program.write(name, values),
        run: () => {
          if (++runs > goodRuns) throw new Error('context lost');
          program.run();
        },
        read: (output) => program.read(output),
        dispose: () => program.dispose(),
      };
    },
  };
}

const open = { run: 'tiny', description: tinyDescription };
const run = { run: 'tiny' };

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('waited 20 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a run across the border', () => {
  test('opens, trains, pauses, looks inside, resets, closes', async () => {
    const { client, events } = connect();
    expect(await client.request('open', open)).toMatchObject({ phase: 'ready', executor: 'wasm', parameters: 77 });
    expect(await client.request('step', { ...run, count: 3 })).toMatchObject({ phase: 'paused', step: 3 });
    expect((await client.request('train', run)).phase).toBe('running');
    await until(() => events.some((event) => event.kind === 'status' && event.status.step > 10));
    const paused = await client.request('pause', run);
    expect(paused.phase).toBe('paused');
    const sample = { kind: 'sample', split: 'train', index: 2 } as const;
    const inspection = await client.request('inspect', {
      ...run,
      image: sample,
      layers: ['pool'],
      slots: ['conv.weight'],
    });
    expect(inspection.activations['pool']?.values).toHaveLength(18);
    const weights = await client.request('weights', { ...run, slots: ['conv.weight'] });
    expect(weights['conv.weight']).toEqual(inspection.weights?.['conv.weight']);
    expect((await client.request('predictions', run)).predicted).toHaveLength(130);
    const images = await client.request('images', { ...run, split: 'test', indices: [5, 0] });
    expect(images.labels).toEqual(Uint8Array.of(tinyDataSet().test.labels[5]!, tinyDataSet().test.labels[0]!));
    expect(images.pixels.subarray(36)).toEqual(tinyDataSet().test.pixels.subarray(0, 36));
    expect(
      (await client.request('setHyperparameter', { ...run, name: 'learningRate', value: 0.5 })).description
        .learningRate,
    ).toBe(0.5);
    expect(await client.request('reset', run)).toMatchObject({ phase: 'ready', step: 0 });
    expect(await client.request('close', run)).toBeNull();
    await expect(client.request('train', run)).rejects.toMatchObject({
      code: 'bad-input',
      message: 'There is no open run “tiny”. Open it first.',
    });
  });

  test('what cannot be asked for comes back as data with a code', async () => {
    const { client } = connect();
    await client.request('open', open);
    await expect(
      client.request('setHyperparameter', { ...run, name: 'learningRate', value: -1 }),
    ).rejects.toMatchObject({
      code: 'bad-input',
    });
    await expect(client.request('images', { ...run, split: 'test', indices: [130] })).rejects.toThrow(
      'The test images are numbered 0 … 129, found 130.',
    );
    await expect(
      client.request('open', { run: 'b', description: { ...tinyDescription, network: 'vgg' } }),
    ).rejects.toThrow('There is no network “vgg”.');
  });

  test('opening it again as it is changes nothing; a different description starts over and frees the one before', async () => {
    const { client, events, executors } = connect();
    await client.request('open', open);
    await client.request('step', { ...run, count: 4 });
    expect((await client.request('open', open)).step).toBe(4);
    // What is usual, said or not, is the same run.
    const said = {
      ...tinyDescription,
      coefficients: { l2: 0, momentum: 0.9 },
      schedule: { kind: 'constant' },
    } as const;
    expect((await client.request('open', { ...open, description: said })).step).toBe(4);
    const alive = executors[0]!.liveBuffers();
    const again = await client.request('open', { ...open, description: { ...tinyDescription, optimizer: 'sgd' } });
    expect(again).toMatchObject({ step: 0, phase: 'ready', description: { optimizer: 'sgd' } });
    expect(events.some((event) => event.kind === 'cleared')).toBe(true);
    expect(executors[0]!.liveBuffers()).toBeLessThan(alive);
    await client.request('open', { ...open, description: said });
    const l2 = { ...said, coefficients: { l2: 0.1 } };
    for (const other of [l2, { ...l2, schedule: { kind: 'cosine', steps: 9 } }] as const) {
      await client.request('step', { ...run, count: 2 });
      expect((await client.request('open', { ...open, description: other })).step).toBe(0);
    }
  });

  test('a run’s weights are saved, handed over as a file, and started from; what does not fit leaves the run as it was', async () => {
    const { client } = connect();
    await client.request('open', open);
    await client.request('step', { ...run, count: 4 });
    const slots = ['conv.weight', 'dense.bias'];
    const wanted = await client.request('weights', { ...run, slots });
    const saved = await client.request('saveWeights', run);
    expect(saved).toMatchObject({ name: 'tiny-digits-step-4.safetensors', step: 4 });
    const start = await client.request('keepWeights', { name: saved.name, bytes: saved.bytes.buffer });
    const description = { ...tinyDescription, start };
    const status = await client.request('open', { ...open, description });
    expect(status).toMatchObject({
      step: 0,
      startWords: `Starts from the file ${saved.name}.`,
      description: { start },
    });
    expect(await client.request('weights', { ...run, slots })).toEqual(wanted);
    await client.request('step', { ...run, count: 2 });
    // The same description again changes nothing; without the start it is another.
    expect((await client.request('open', { ...open, description })).step).toBe(2);
    await client.request('reset', run);
    expect(await client.request('weights', { ...run, slots })).toEqual(wanted);
    await client.request('step', { ...run, count: 1 });
    const unknown = { ...description, start: { weights: 'lenet5-mnist' } };
    await expect(client.request('open', { ...open, description: unknown })).rejects.toThrow(
      'weights “lenet5-mnist”: expected one of no names',
    );
    expect(await client.request('step', { ...run, count: 1 })).toMatchObject({ step: 2 });
    expect((await client.request('open', open)).step).toBe(0);
    expect(await client.request('trainedWeights', {})).toEqual([]);
    await expect(client.request('weightsCard', { weights: 'x' })).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('when a new description fails, the run stays as it was', async () => {
    const { client } = connect();
    await client.request('open', open);
    await client.request('step', { ...run, count: 4 });
    await expect(
      client.request('open', { ...open, description: { ...tinyDescription, dataSet: 'mnist' } }),
    ).rejects.toThrow('MNIST is not here yet.');
    expect(await client.request('step', { ...run, count: 1 })).toMatchObject({ step: 5 });
  });

  test('a network is trained as the data set needs it: its channels, its number of classes; or the reader hears why not', async () => {
    const { client } = connect();
    await client.request('open', open);
    const on = (dataSet: RunDescription['dataSet']) =>
      client.request('open', { ...open, description: { ...tinyDescription, dataSet } });
    // Three channels: 2 filters of 9 more weights each for two more channels; a fourth class: 18 weights and a bias.
    expect((await on('own-colours')).parameters).toBe(77 + 2 * 2 * 9 + 19);
    expect(await client.request('step', { ...run, count: 3 })).toMatchObject({ step: 3 });
    const snapshot = await client.request('snapshot', run);
    expect(snapshot.slots['dense.weight']).toHaveLength(18 * 4);
    const inspection = await client.request('inspect', {
      ...run,
      image: { kind: 'sample', split: 'test', index: 0 },
      layers: [],
    });
    expect(inspection.input.shape).toEqual([8, 8, 3]);
    expect(inspection.probabilities).toHaveLength(4);
    // Its weights go on from there after the run was another one.
    expect(await on('digits')).toMatchObject({ step: 0, parameters: 77 });
    const back = { ...open, description: { ...tinyDescription, dataSet: 'own-colours' as const }, snapshot };
    expect(await client.request('open', back)).toMatchObject({ step: 3 });
    expect(await client.request('weights', { ...run, slots: ['dense.weight'] })).toMatchObject({
      'dense.weight': { values: snapshot.slots['dense.weight'] },
    });
    await expect(on('own-points')).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/^Tiny on data of 1×1×36: layer conv .* Or choose other data/) as string,
    });
    expect(await client.request('step', { ...run, count: 1 })).toMatchObject({ step: 4 });
  });

  test('requests wait for the opening sent before them, and only for that', async () => {
    const { client } = connect();
    await client.request('open', open);
    const order: string[] = [];
    const slow = { ...tinyDescription, seeds: { ...tinyDescription.seeds, generator: 9 } };
    const note = (name: string) => (): void => void order.push(name);
    await Promise.all([
      client.request('open', { run: 'second', description: slow }).then(note('second opened')),
      client.request('step', { run: 'second', count: 1 }).then(note('second stepped')),
      client.request('weights', { ...run, slots: [] }).then(note('first looked at')),
    ]);
    expect(order).toEqual(['first looked at', 'second opened', 'second stepped']);
  });

  test('an opening can be cancelled; the next one is not held up', async () => {
    const { client, generated, events } = connect();
    const controller = new AbortController();
    const first = client.request('open', open, { signal: controller.signal });
    await until(() => events.some((event) => event.kind === 'progress'));
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(generated).toEqual([]);
    expect((await client.request('open', open)).phase).toBe('ready');
  });
});

describe('check me', () => {
  test('the report comes with progress before it, and the run goes on as if nothing had been', async () => {
    const { client } = connect();
    await client.request('open', open);
    await client.request('step', { ...run, count: 3 });
    const progress: RequestProgress[] = [];
    const report = await client.request('checkMe', run, { onProgress: (told) => progress.push(told) });
    expect(report.rows.length).toBeGreaterThan(20);
    expect(report.rows.filter(({ passed }) => !passed)).toEqual([]);
    expect(report.step).toBe(3);
    expect(progress[0]).toMatchObject({ task: 'Every op against the reference', total: 3 });
    expect((await client.request('step', { ...run, count: 1 })).step).toBe(4);
  });

  test('given up, it is answered so; of a run that is not open, it says so', async () => {
    let clock = 0;
    // Every look at the clock is a second later: the check breathes whenever it may.
    const { client } = connect({ now: () => (clock += 1000) });
    await client.request('open', open);
    const controller = new AbortController();
    const given = client.request('checkMe', run, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(given).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.request('checkMe', { run: 'other' })).rejects.toThrow('There is no open run “other”.');
  });
});

describe('data sets', () => {
  test('a complete import is announced with what storage said; a failed one leaves everything', async () => {
    const { client, events } = connect();
    await client.request('open', open);
    const files = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ path: `file ${i}`, file: new Blob(['ab']) }));
    const keep = { proposal: 1, consent: { name: '', leaveOut: false } };
    await expect(client.request('inspectImport', { files: files(3), choices: null })).rejects.toMatchObject({
      code: 'bad-input',
      message: 'MNIST: expected four files, found 3',
    });
    expect((await client.request('dataSets', {})).map(({ id }) => id)).toEqual(['digits']);
    // Nor does it wait for digits that are being made.
    const order: string[] = [];
    const slow = { ...tinyDescription, seeds: { ...tinyDescription.seeds, generator: 5 } };
    const opening = client.request('open', { run: 'slow', description: slow }).then(() => order.push('opened'));
    const progress: unknown[] = [];
    const report = await client.request(
      'inspectImport',
      { files: files(4), choices: null },
      { onProgress: (told) => progress.push(told) },
    );
    expect(progress).toEqual([{ task: 'Reading files', done: 2, total: null }]);
    expect(report.published).toBe('mnist');
    expect((await client.request('dataSets', {})).map(({ id }) => id)).toEqual(['digits']);
    const { info, notice } = await client.request('keepImport', keep);
    expect([info.title, notice]).toEqual(['MNIST', 'Storage is full.']);
    expect(order).toEqual([]);
    await opening;
    const told = events.find((event) => event.kind === 'dataSets');
    expect(told?.dataSets.map(({ id }) => id)).toEqual(['digits', 'mnist']);
    await client.request('open', { ...open, description: { ...tinyDescription, dataSet: 'mnist' } });
    await client.request('step', { ...run, count: 2 });
    // The same name, but other images: the run starts over.
    await client.request('keepImport', keep);
    const again = await client.request('open', { ...open, description: { ...tinyDescription, dataSet: 'mnist' } });
    expect(again.step).toBe(0);
    expect((await client.request('renameDataSet', { dataSet: 'mnist', name: 'Cats' })).title).toBe('Cats');
    expect(await client.request('dropImport', { proposal: 1 })).toBeNull();
  });
});

describe('a fetch', () => {
  test('tells its bytes, holds up no import, and is announced when it is kept', async () => {
    const { client, events } = connect();
    const progress: unknown[] = [];
    const fetching = client.request(
      'fetchDataSet',
      { dataSet: 'mnist' },
      { onProgress: (told) => progress.push(told) },
    );
    await client.request('keepImport', { proposal: 1, consent: { name: '', leaveOut: false } });
    expect((await fetching).info).toMatchObject({ id: 'mnist', origin: 'fetched' });
    expect(progress).toEqual([{ task: 'train-images', done: 5, total: 10 }]);
    expect(events).toContainEqual({ kind: 'notice', message: 'train-images: starting over.' });
    const announced = events.flatMap((event) => (event.kind === 'dataSets' ? [event.dataSets.at(-1)?.origin] : []));
    expect(announced).toEqual(['imported', 'fetched']);
  });

  test('given up, it is answered so; a failure keeps its words', async () => {
    const { client } = connect();
    const controller = new AbortController();
    const fetching = client.request('fetchDataSet', { dataSet: 'mnist' }, { signal: controller.signal });
    controller.abort();
    await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.request('fetchDataSet', { dataSet: 'cifar10' })).rejects.toMatchObject({
      code: 'bad-input',
      message: 'cifar10 could not be fetched.',
    });
    expect((await client.request('dataSets', {})).map(({ id }) => id)).toEqual(['digits']);
  });
});

describe('executors', () => {
  test('a choice moves open runs with their weights and lets them go on', async () => {
    const { client, executors, events } = connect();
    await client.request('open', open);
    await client.request('step', { ...run, count: 5 });
    const before = await client.request('weights', { ...run, slots: ['dense.weight'] });
    const environment = await client.request('chooseExecutor', { executor: 'tfjs-webgl' });
    expect(environment).toMatchObject({ chosen: 'tfjs-webgl', reason: 'chosen by the reader' });
    expect(await client.request('weights', { ...run, slots: ['dense.weight'] })).toEqual(before);
    expect(await client.request('step', { ...run, count: 1 })).toMatchObject({ step: 6, executor: 'tfjs-webgl' });
    expect(executors[0]!.liveBuffers()).toBe(0);
    expect(events.some((event) => event.kind === 'environment')).toBe(true);
    await expect(client.request('chooseExecutor', { executor: 'tfjs-webgpu' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('no device') as string,
    });
    expect(await client.request('step', { ...run, count: 1 })).toMatchObject({ step: 7, executor: 'tfjs-webgl' });
  });

  test('a network that the chosen one cannot run has another beside it, and the reader is told why', async () => {
    const { client, events } = connect();
    await client.request('open', open);
    await client.request('chooseExecutor', { executor: 'tfjs-webgl' });
    const description = { ...open.description, network: 'dropping' };
    expect(await client.request('open', { run: 'second', description })).toMatchObject({ executor: 'wasm' });
    expect(await client.request('step', { run: 'second', count: 2 })).toMatchObject({ step: 2, executor: 'wasm' });
    expect(await client.request('step', { ...run, count: 1 })).toMatchObject({ executor: 'tfjs-webgl' });
    expect(events).toContainEqual({
      kind: 'notice',
      message: 'Dropping runs on wasm: tfjs-webgl cannot compute dropout: it has no dice.',
    });
    const augmented = { ...open.description, augmentation: { flip: 0.5 } };
    expect(await client.request('open', { run: 'third', description: augmented })).toMatchObject({ executor: 'wasm' });
    expect(events).toContainEqual({
      kind: 'notice',
      message: 'Tiny runs on wasm: tfjs-webgl cannot compute warpImages: it has no dice.',
    });
  });

  test('where only the plain loops are left, training works, and the reader is told once that it is slow', async () => {
    const { client, events } = connect({ onlyReference: true });
    expect(await client.request('open', open)).toMatchObject({ executor: 'reference' });
    await client.request('open', { ...open, run: 'second' });
    const notices = events.flatMap((event) => (event.kind === 'notice' ? [event.message] : []));
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^Training will be slow here: nothing faster works here \(wasm: no SIMD; /);
  });

  test('a GPU that is lost in training is left: the run goes on elsewhere from sound weights, and the reader is told', async () => {
    const { client, events } = connect();
    await client.request('open', open);
    await client.request('chooseExecutor', { executor: 'tfjs-webgl' });
    await client.request('train', run);
    await until(() => events.some((event) => event.kind === 'notice'));
    expect(events.find((event) => event.kind === 'notice')?.message).toBe(
      'tfjs-webgl stopped while training (context lost). Training goes on with wasm from the last kept weights.',
    );
    await until(() =>
      events.some((event) => event.kind === 'status' && event.status.executor === 'wasm' && event.status.step > 40),
    );
    expect(await client.request('pause', run)).toMatchObject({ phase: 'paused', executor: 'wasm' });
    expect((await client.request('environment', {})).executors[1]).toMatchObject({
      name: 'tfjs-webgl',
      available: false,
    });
  });
});

describe('labels changed by hand', () => {
  const choice = { dataSet: 'digits', generatorSeed: 1 } as const;
  const edit = { kind: 'set', split: 'test', index: 0, label: 1 } as const;
  const labelOf = async (client: EngineClient): Promise<number | undefined> =>
    (await client.request('images', { ...run, split: 'test', indices: [0] })).labels[0];

  test('a run that has not begun takes them on when it does; the list of data sets says how many', async () => {
    const { client, events } = connect();
    await client.request('open', open);
    const label = (tinyDataSet().test.labels[0]! + 1) % 3;
    await client.request('editLabels', { ...choice, edit: { ...edit, label } });
    const told = events.filter((event) => event.kind === 'dataSets').at(-1);
    expect(told?.dataSets[0]?.changedLabels).toBe(1);
    expect((await client.request('step', { ...run, count: 1 })).step).toBe(1);
    expect(await labelOf(client)).toBe(label);
  });

  test('one that has begun goes on as it was, until it is reset', async () => {
    const { client } = connect();
    await client.request('open', open);
    await client.request('step', { ...run, count: 2 });
    const original = tinyDataSet().test.labels[0]!;
    const label = (original + 1) % 3;
    await client.request('editLabels', { ...choice, edit: { ...edit, label } });
    expect((await client.request('step', { ...run, count: 1 })).step).toBe(3);
    expect(await labelOf(client)).toBe(original);
    expect(await client.request('reset', run)).toMatchObject({ step: 0, phase: 'ready' });
    expect(await labelOf(client)).toBe(label);
  });
});

describe('a spoiled data set', () => {
  test('is what the run trains on and is judged by; another strength starts the run over', async () => {
    const { client, events } = connect();
    await client.request('open', open);
    await client.request('step', { ...run, count: 2 });
    const corruption = { labelNoise: 1, imbalance: 4 };
    const description = { ...tinyDescription, corruption };
    expect(await client.request('open', { ...run, description })).toMatchObject({ step: 0, description });
    expect(events.some((event) => event.kind === 'cleared')).toBe(true);
    const { labels } = await client.request('images', { ...run, split: 'train', indices: [0] });
    const thinned = await client.request('dataSetLabels', { dataSet: 'digits', generatorSeed: 1, corruption });
    expect(labels[0]).toBe(thinned.labels.train[0]);
    expect(thinned.info.counts.train).toBeLessThan(100);
    await client.request('step', { ...run, count: 1 });
    // The same in other words: nothing is opened anew.
    const same = { ...tinyDescription, corruption: { ...corruption, leak: 0 } };
    expect(await client.request('open', { ...run, description: same })).toMatchObject({ step: 1 });
    await expect(
      client.request('open', { ...run, description: { ...tinyDescription, corruption: { leak: 3 } } }),
    ).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/leaked test images must be/) as string,
    });
  });
});
