import { beforeEach, describe, expect, test } from 'vitest';
import type { WorkerLike } from '../engine/client';
import type {
  EngineEvent,
  ErrorData,
  RequestMessage,
  RequestProgress,
  RunDescription,
  RunStatus,
  ToWorker,
} from '../engine/protocol';
import { createLab, defaultDescription, type Lab } from './runs';

/** An engine that answers as it is told. */
class FakeEngine implements WorkerLike {
  readonly requests: RequestMessage[] = [];
  readonly cancelled: number[] = [];
  /** By name of the request: what to answer, or an error; nothing leaves it waiting. */
  answers: Partial<
    Record<RequestMessage['request'], (message: RequestMessage) => { result: unknown } | { error: ErrorData } | null>
  > = {};
  status: RunStatus = statusOf(defaultDescription);
  private listener: (event: { readonly data: unknown }) => void = () => undefined;
  private errorListener: (event: { readonly message?: string }) => void = () => undefined;

  postMessage(message: unknown): void {
    const received = message as ToWorker;
    if ('cancel' in received) this.cancelled.push(received.cancel);
    if (!('request' in received)) return;
    this.requests.push(received);
    const answer = (this.answers[received.request] ?? this.usual)(received);
    if (answer !== null) queueMicrotask(() => this.listener({ data: { id: received.id, ...answer } }));
  }
  private readonly usual = (message: RequestMessage): { result: unknown } => {
    switch (message.request) {
      case 'open':
        this.status = { ...statusOf(message.params.description), step: message.params.snapshot?.step ?? 0 };
        return { result: this.status };
      case 'environment':
        return { result: { executors: [], chosen: 'wasm', reason: 'the only one' } };
      case 'dataSets':
        return { result: [] };
      case 'train':
        this.status = { ...this.status, phase: 'running' };
        return { result: this.status };
      default:
        return { result: this.status };
    }
  };
  terminate(): void {
    this.listener = () => undefined;
  }
  addEventListener(type: string, listener: (event: never) => void): void {
    if (type === 'message') this.listener = listener as typeof this.listener;
    if (type === 'error') this.errorListener = listener as typeof this.errorListener;
  }
  send(event: EngineEvent): void {
    this.listener({ data: { event } });
  }
  sendStatus(part: Partial<RunStatus>, points: readonly { step: number; loss: number }[] = []): void {
    this.status = { ...this.status, ...part };
    const trainPoints = points.map((point) => ({ ...point, accuracy: 0.5 }));
    this.send({ kind: 'status', status: this.status, trainPoints, testPoints: [] });
  }
  /** Progress of the newest request. */
  tell(progress: RequestProgress): void {
    this.listener({ data: { id: this.requests.at(-1)?.id, progress } });
  }
  die(): void {
    this.errorListener({ message: 'out of memory' });
  }
  names(): string[] {
    return this.requests.map(({ request }) => request);
  }
  lastOpened(): RunDescription | undefined {
    const opens = this.requests.flatMap((message) => (message.request === 'open' ? [message.params.description] : []));
    return opens[opens.length - 1];
  }
}

function statusOf(description: RunDescription): RunStatus {
  return {
    run: 'lenet',
    description,
    phase: 'ready',
    step: 0,
    epoch: 0,
    loss: null,
    testAccuracy: null,
    learningRate: 0.001,
    stepsPerSecond: null,
    executor: 'wasm',
    parameters: 61706,
    memoryBytes: 1,
    dataBytes: 0,
    message: null,
  };
}

let engines: FakeEngine[];
let clockMs: number;
let courses: number;
let hide: (hidden: boolean) => void;
let lab: Lab;

function makeLab(obstacle: string | null = null): Lab {
  return createLab({
    spawn: () => {
      const engine = new FakeEngine();
      engines.push(engine);
      return engine;
    },
    configuration: () => ({ base: 'http://localhost/' }),
    obstacle: () => obstacle,
    onVisibility: (listener) => (hide = listener),
    now: () => clockMs,
    storage: () => undefined,
    newId: () => `course-${++courses}`,
    clock: () => 0,
    place: () => '',
  });
}
beforeEach(() => {
  engines = [];
  clockMs = 0;
  courses = 0;
  lab = makeLab();
});

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
async function openLenet() {
  const run = lab.openRun('lenet');
  await turn();
  return { run, state: () => run.store.getState(), engine: engines[0]! };
}

describe('opening', () => {
  test('a step that is asked for at once opens the run, once, and is made', async () => {
    const run = lab.openRun('lenet');
    await run.actions.step(3);
    await turn();
    const names = engines[0]!.names();
    expect(names.filter((name) => name === 'open')).toHaveLength(1);
    expect(names.filter((name) => name === 'step')).toHaveLength(1);
    expect(run.store.getState().status).not.toBeNull();
  });

  test('a run that is closed before it was opened is not opened', async () => {
    lab.openRun('other');
    await turn();
    lab.openRun('lenet');
    lab.closeRun('lenet');
    await turn();
    expect(engines[0]!.names().filter((name) => name === 'open')).toHaveLength(1);
  });

  test('one run per name; the engine starts with the first one', async () => {
    expect(engines).toHaveLength(0);
    const { run, state, engine } = await openLenet();
    expect(lab.openRun('lenet', { optimizer: 'sgd' })).toBe(run);
    expect(engine.names()).toEqual(['open', 'environment', 'dataSets']);
    expect(engine.lastOpened()).toEqual(defaultDescription);
    expect(state()).toMatchObject({ status: { phase: 'ready' }, environment: { chosen: 'wasm' }, problem: null });
    expect(lab.openRun('other', { optimizer: 'sgd' })).not.toBe(run);
    await turn();
    expect(engine.lastOpened()?.optimizer).toBe('sgd');
    expect(engines).toHaveLength(1);
  });

  test('where no engine can run, it says so, starts nothing, and nobody waits', async () => {
    lab = makeLab('This browser has no workers.');
    const run = lab.openRun('lenet');
    await turn();
    expect(run.store.getState()).toMatchObject({
      unavailable: 'This browser has no workers.',
      announcement: 'This browser has no workers.',
    });
    await run.actions.train();
    await expect(run.actions.predictions()).rejects.toThrow('This browser has no workers.');
    expect(engines).toHaveLength(0);
  });

  test('progress is shown while it is prepared, and gone afterwards', async () => {
    const run = lab.openRun('lenet');
    await Promise.resolve();
    engines[0]!.send({ kind: 'progress', task: 'Making digits', done: 6, total: 24 });
    expect(run.store.getState().progress).toEqual({ task: 'Making digits', fraction: 0.25 });
    await turn();
    expect(run.store.getState().progress).toBeNull();
  });

  test('a failed first opening is a problem in words, and the next action tries again', async () => {
    const run = lab.openRun('lenet');
    await Promise.resolve();
    await turn();
    const engine = engines[0]!;
    engine.answers.open = () => ({ error: { code: 'bad-input', message: 'MNIST is not here yet.' } });
    await run.actions.setDataSet('mnist');
    expect(run.store.getState()).toMatchObject({
      problem: 'MNIST is not here yet.',
      description: { dataSet: 'digits' },
    });
    await run.actions.train();
    expect(engine.names().filter((name) => name === 'train')).toHaveLength(1);
  });
});

describe('what the engine tells', () => {
  test('points become curves; going back to a snapshot cuts them; a failure keeps them', async () => {
    const { state, engine } = await openLenet();
    engine.sendStatus({ phase: 'running', step: 3 }, [
      { step: 1, loss: 3 },
      { step: 2, loss: 2 },
      { step: 3, loss: 1 },
    ]);
    expect(state().trainPoints.map(({ loss }) => loss)).toEqual([3, 2, 1]);
    engine.sendStatus({ phase: 'failed', step: 1, message: 'The loss stopped being a finite number.' });
    expect(state().trainPoints).toHaveLength(3);
    expect(state().announcement).toBe('Training stopped. The loss stopped being a finite number.');
    engine.sendStatus({ phase: 'running', step: 1, message: null });
    expect(state().trainPoints.map(({ step }) => step)).toEqual([1]);
    engine.send({ kind: 'cleared', run: 'lenet' });
    expect(state().trainPoints).toEqual([]);
  });

  test('what concerns another run is not heard', async () => {
    const { state, engine } = await openLenet();
    const before = state();
    engine.sendStatus({ run: 'other', step: 9 });
    engine.send({ kind: 'cleared', run: 'other' });
    expect(state()).toBe(before);
  });

  test('weights are to be looked at again at most four times a second while training, and once at the end', async () => {
    const { state, engine } = await openLenet();
    const first = state().weightsVersion;
    for (let step = 1; step <= 40; step++) {
      clockMs += 50;
      engine.sendStatus({ phase: 'running', step });
    }
    const looks = state().weightsVersion - first;
    expect(looks).toBeGreaterThanOrEqual(6);
    expect(looks).toBeLessThanOrEqual(8);
    clockMs += 1;
    engine.sendStatus({ phase: 'paused', step: 41 });
    expect(state().weightsVersion - first).toBe(looks + 1);
    engine.sendStatus({ phase: 'paused', step: 41 });
    expect(state().weightsVersion - first).toBe(looks + 1);
  });

  test('a notice is kept and announced; a page in the background says what that means', async () => {
    const { state, engine } = await openLenet();
    engine.send({ kind: 'notice', message: 'Storage is full.' });
    expect(state()).toMatchObject({ notice: 'Storage is full.', announcement: 'Storage is full.' });
    hide(true);
    expect(state().notice).toBe('Storage is full.');
    engine.sendStatus({ phase: 'running', step: 1 });
    hide(true);
    expect(state().notice).toMatch(/^This page is in the background\. Training goes on/);
    hide(false);
    expect(state().notice).toBeNull();
  });
});

describe('actions', () => {
  test('send what they say and put the answer into the state', async () => {
    const { run, state, engine } = await openLenet();
    await run.actions.train();
    expect(state().status?.phase).toBe('running');
    expect(state().announcement).toBe('Training started.');
    await run.actions.step();
    await run.actions.setHyperparameter('learningRate', 0.1);
    const sent = engine.requests.slice(3).map(({ request, params }) => ({ request, params }));
    expect(sent).toEqual([
      { request: 'train', params: { run: 'lenet' } },
      { request: 'step', params: { run: 'lenet', count: 1 } },
      { request: 'setHyperparameter', params: { run: 'lenet', name: 'learningRate', value: 0.1 } },
    ]);
  });

  test('a failure is a problem in words until it is dismissed, and rejects nothing', async () => {
    const { run, state, engine } = await openLenet();
    engine.answers.step = () => ({ error: { code: 'internal', message: 'internal: out of range' } });
    await run.actions.step();
    expect(state().problem).toBe('internal: out of range');
    run.actions.dismissProblem();
    expect(state().problem).toBeNull();
  });

  test('figures that ask for numbers get them, or the reason', async () => {
    const { run, engine } = await openLenet();
    engine.answers.weights = () => ({ result: { a: { shape: [1], values: Float32Array.of(1) } } });
    expect((await run.actions.weights(['a']))['a']?.values[0]).toBe(1);
    engine.answers.weights = () => ({ error: { code: 'bad-input', message: 'The run has no weights “b”.' } });
    await expect(run.actions.weights(['b'])).rejects.toThrow('The run has no weights “b”.');
  });

  test('a new description shows at once; the last of several wins', async () => {
    const { run, state, engine } = await openLenet();
    const waiting: number[] = [];
    engine.answers.open = (message) => {
      waiting.push(message.id);
      return null;
    };
    const first = run.actions.setOptimizer('sgd');
    const second = run.actions.setSeed(7);
    expect(state().description).toMatchObject({
      optimizer: 'sgd',
      seeds: { initialization: 7, order: 7, generator: 1 },
    });
    expect(engine.cancelled).toEqual([waiting[0]]);
    // What the old run still reports does not undo what the reader has chosen.
    engine.sendStatus({ step: 0 });
    expect(state().description.optimizer).toBe('sgd');
    engine['listener']({ data: { id: waiting[0], error: { code: 'cancelled', message: 'cancelled' } } });
    engine['listener']({ data: { id: waiting[1], result: statusOf(state().description) } });
    await Promise.all([first, second]);
    expect(state()).toMatchObject({ problem: null, description: { optimizer: 'sgd', seeds: { order: 7 } } });
  });

  test('trained weights start the run over, a network of another kind lets go of them', async () => {
    const { run, state, engine } = await openLenet();
    await run.actions.setStart({ weights: 'lenet5-mnist' });
    expect(engine.lastOpened()?.start).toEqual({ weights: 'lenet5-mnist' });
    await run.actions.setDataSet('mnist');
    expect(state().description.start).toEqual({ weights: 'lenet5-mnist' });
    await run.actions.setNetwork('mlp');
    expect(engine.lastOpened()?.start).toBeUndefined();
    await run.actions.setStart({ weights: 'mlp-mnist' });
    await run.actions.setStart(null);
    expect(state().description.start).toBeUndefined();
  });

  test('a weights file is handed over first; one that is refused starts nothing', async () => {
    const { run, state, engine } = await openLenet();
    const start = { file: 'f0', name: 'mine.safetensors' };
    engine.answers.keepWeights = () => ({ result: start });
    await run.actions.loadWeights(new File(['abc'], start.name));
    expect(engine.names().slice(3)).toEqual(['keepWeights', 'open']);
    expect(state()).toMatchObject({ description: { start }, problem: null });
    engine.answers.keepWeights = () => ({ error: { code: 'bad-input', message: 'mine: expected at least 8 bytes.' } });
    await run.actions.loadWeights(new File(['abc'], start.name));
    expect(state().problem).toBe('mine: expected at least 8 bytes.');
    expect(engine.names().slice(5)).toEqual(['keepWeights']);
    const huge = Object.defineProperty(new File([], 'film.mkv'), 'size', { value: 2 ** 32 });
    await run.actions.loadWeights(huge);
    expect(state().problem).toBe(
      'film.mkv: expected weights of at most 256 MiB, found 4,096 MiB. Choose a safetensors file of a network of this book.',
    );
    expect(engine.names()).toHaveLength(6);
  });
});

test('a dead engine is replaced; the run goes on from its snapshot and the reader is told', async () => {
  const { run, state, engine } = await openLenet();
  const slots = { 'conv1.weight': Float32Array.of(1) };
  engine.sendStatus({ phase: 'running', step: 70 }, [
    { step: 50, loss: 2 },
    { step: 70, loss: 1 },
  ]);
  engine.send({ kind: 'snapshot', run: 'lenet', snapshot: { description: defaultDescription, step: 50, slots } });
  engine.answers.predictions = () => null;
  const waiting = run.actions.predictions();
  await turn();
  engine.die();
  await expect(waiting).rejects.toThrow(/stopped unexpectedly \(out of memory\)/);
  expect(engines).toHaveLength(2);
  await turn();
  expect(state().trainPoints.map(({ step }) => step)).toEqual([50]);
  expect(state().notice).toMatch(/started again/);
  await run.actions.train();
  expect(state().status?.phase).toBe('running');
});

test('a check is asked of the engine; its progress is a fraction and words, and it can be given up', async () => {
  const { run, engine } = await openLenet();
  engine.answers.checkMe = () => null;
  const told: unknown[] = [];
  const controller = new AbortController();
  // The engine answers that it is given up; this one does not.
  void run.actions.checkMe({
    signal: controller.signal,
    onProgress: (fraction, words) => told.push([fraction, words]),
  });
  await turn();
  expect(engine.requests.at(-1)).toMatchObject({ request: 'checkMe', params: { run: 'lenet' } });
  engine.tell({ task: 'Every op', done: 1.5, total: 3 });
  expect(told).toEqual([[0.5, 'Every op']]);
  controller.abort();
  expect(engine.cancelled).toEqual([engine.requests.at(-1)?.id]);
});
