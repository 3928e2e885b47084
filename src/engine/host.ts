/**
 * The engine's side of the worker border: takes requests, answers each once, and owns the open runs.
 *
 * Knows nothing of workers: what it needs (a way to send, a data library, a chooser of executors, a clock) is handed in, so the
 * whole border is tested in one thread. What waits for what stands in `protocol.ts`. The file is long because the total table of
 * requests and the runs that they share are one thing.
 */

import { corruptionKey } from '../data/corruption';
import type { DataSet, DataSetOffer } from '../data/dataSet';
import type { OpName } from '../graph/graph';
import { networkOn } from '../network/adapt';
import { buildTraining } from '../network/build';
import { completeCoefficients } from '../network/hyperparameters';
import type { NetworkSpec } from '../network/spec';
import type { Chooser } from './choose';
import type { DataLibrary, Progress } from './dataLibrary';
import { EngineError, errorData, throwIfCancelled } from './engineError';
import type { ExecutorName } from './executors/executor';
import { createMicroscope, imagesOf } from './microscope';
import { createPreparedData, type OverlayStore } from './preparedData';
import type {
  EngineConfiguration,
  EngineEvent,
  Environment,
  FromWorker,
  RequestMessage,
  RequestName,
  Requests,
  RunDescription,
  RunStatus,
  Snapshot,
  ToWorker,
} from './protocol';
import { createRun, type Run } from './run';
import { savedWeights } from './savedWeights';
import { transferablesOf } from './transfer';
import type { WeightsLibrary } from './weightsLibrary';

export interface HostOptions {
  readonly send: (message: FromWorker, transfer: ArrayBuffer[]) => void;
  readonly library: DataLibrary;
  /** Where labels changed by hand are kept. */
  readonly overlays: OverlayStore;
  readonly chooser: Chooser;
  readonly weights: WeightsLibrary;
  /** @throws when there is no network of this name */
  readonly network: (name: string) => NetworkSpec;
  readonly now: () => number;
  readonly configure?: (configuration: EngineConfiguration) => void;
}

export interface Host {
  receive(message: ToWorker): void;
}

/** Tells the progress of the request that is being answered. */
type Tell = (task: string, done: number, total: number | null) => void;

type Handlers = {
  readonly [K in RequestName]: (
    params: Requests[K]['params'],
    signal: AbortSignal,
    tell: Tell,
  ) => Promise<Requests[K]['result']>;
};

/** These change runs or what they run on, and are done one after the other. */
const oneByOne: readonly RequestName[] = ['environment', 'chooseExecutor', 'open', 'close'];
/** These change the shelf of data sets, and are done one after the other; no run is touched, so none is waited for. */
const dataOneByOne: readonly RequestName[] = [
  'inspectImport',
  'keepImport',
  'renameDataSet',
  'removeDataSet',
  'editLabels',
];

export function createHost(options: HostOptions): Host {
  const { library, chooser } = options;
  const runs = new Map<string, Run>();
  const underWay = new Map<number, AbortController>();
  let queue: Promise<unknown> = Promise.resolve();
  let dataQueue: Promise<unknown> = Promise.resolve();
  let toldSlow = false;
  /** What requests about a run must wait for: its opening or closing, and a change of executor, which concerns all. */
  const runGates = new Map<string, Promise<unknown>>();
  let commonGate: Promise<unknown> = Promise.resolve();

  function sendEvent(event: EngineEvent): void {
    options.send({ event }, transferablesOf(event));
  }

  const onProgress: Progress = (task, done, total) => sendEvent({ kind: 'progress', task, done, total });
  const prepared = createPreparedData({
    library,
    overlays: options.overlays,
    onNotice: (message) => sendEvent({ kind: 'notice', message }),
  });
  const microscope = createMicroscope(prepared, onProgress);

  function inQueue<T>(action: () => Promise<T>): Promise<T> {
    const done = queue.then(action);
    queue = done.catch(() => undefined);
    return done;
  }

  function inDataQueue<T>(change: () => Promise<T>): Promise<T> {
    const changed = dataQueue.then(change);
    dataQueue = changed.catch(() => undefined);
    return changed;
  }

  function runNamed(name: string): Run {
    const run = runs.get(name);
    if (run === undefined) {
      throw new EngineError('bad-input', `There is no open run “${name}”. Open it first.`);
    }
    return run;
  }

  function loadData({ dataSet, seeds, corruption }: RunDescription, signal?: AbortSignal): Promise<DataSet> {
    const choice = { dataSet, generatorSeed: seeds.generator };
    return prepared.load(corruption === undefined ? choice : { ...choice, corruption }, onProgress, signal);
  }

  async function makeRun(
    name: string,
    description: RunDescription,
    checkpoints: boolean,
    signal?: AbortSignal,
    snapshot?: Snapshot,
  ): Promise<Run> {
    const described = options.network(description.network);
    const dataSet = await loadData(description, signal);
    throwIfCancelled(signal);
    const { shape, classes } = dataSet.info;
    const spec = networkOn(described, { shape, classes: classes.length });
    const start =
      description.start === undefined
        ? undefined
        : await options.weights.start(description.start, described, dataSet.info);
    const { executor, why } = await chooser.executorFor(opsOf(spec, description));
    if (why !== null) sendEvent({ kind: 'notice', message: `${spec.title} runs on ${executor.name}: ${why}.` });
    if (executor.name === 'reference' && !toldSlow) {
      toldSlow = true;
      const { reason } = await chooser.environment();
      sendEvent({ kind: 'notice', message: `Training will be slow here: ${reason}.` });
    }
    throwIfCancelled(signal);
    return createRun({
      name,
      description,
      spec,
      dataSet,
      executor,
      start,
      snapshot,
      checkpoints,
      send: sendEvent,
      now: options.now,
      onBroken: (error) => {
        if (executor.name === 'tfjs-webgpu' || executor.name === 'tfjs-webgl') leaveBroken(executor.name, error);
      },
    });
  }

  async function open(
    { run: name, description, snapshot, checkpoints = false }: Requests['open']['params'],
    signal: AbortSignal,
  ): Promise<RunStatus> {
    const before = runs.get(name);
    if (before !== undefined && snapshot === undefined && sameDescription(before.status().description, description)) {
      // A new import under the same name is another data set.
      if ((await loadData(description, signal)) === before.dataSet) return before.status();
    }
    await before?.pause();
    // Only when the new one stands does the old one go: a data set that cannot be had leaves everything as it was.
    const made = await makeRun(name, description, checkpoints, signal, snapshot);
    await before?.dispose();
    runs.set(name, made);
    if (before !== undefined && snapshot === undefined) sendEvent({ kind: 'cleared', run: name });
    return made.status();
  }

  /**
   * Every open run goes on, with its weights, on another executor. The weights wait in plain memory while the executor changes,
   * because two of them may not be able to live side by side; when `change` fails, the runs go on where they were.
   */
  async function moveRuns<T>(snapshotOf: (run: Run) => Promise<Snapshot>, change: () => Promise<T>): Promise<T> {
    const kept: {
      readonly name: string;
      readonly snapshot: Snapshot;
      readonly checkpoints: boolean;
      readonly wasRunning: boolean;
    }[] = [];
    for (const [name, run] of runs) {
      const wasRunning = run.status().phase === 'running';
      await run.pause();
      kept.push({ name, snapshot: await snapshotOf(run), checkpoints: run.checkpoints, wasRunning });
    }
    for (const run of runs.values()) await run.dispose().catch(() => undefined);
    runs.clear();
    try {
      return await change();
    } finally {
      for (const { name, snapshot, checkpoints, wasRunning } of kept) {
        const moved = await makeRun(name, snapshot.description, checkpoints, undefined, snapshot);
        runs.set(name, moved);
        if (wasRunning) await moved.train();
        else moved.report();
      }
    }
  }

  /** A GPU was lost in the middle of training: go on with the next best, from the last sound weights. */
  function leaveBroken(name: ExecutorName, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    commonGate = inQueue(async () => {
      const broken = [...runs.values()].filter((run) => run.status().executor === name).map((run) => run.status());
      if (broken.length === 0) return;
      const environment = await moveRuns(
        (run) => Promise.resolve(run.lastSoundSnapshot()),
        () => chooser.exclude(name, `stopped while training: ${why}`),
      );
      for (const status of broken) if (status.phase === 'failed') await runNamed(status.run).train();
      sendEvent({ kind: 'environment', environment });
      sendEvent({
        kind: 'notice',
        message: `${name} stopped while training (${why}). Training goes on with ${environment.chosen} from the last kept weights.`,
      });
    }).catch((failure: unknown) => sendEvent({ kind: 'notice', message: errorData(failure).message }));
  }

  async function chooseExecutor(name: ExecutorName): Promise<Environment> {
    const before = await chooser.environment();
    if (before.chosen === name) return before;
    const environment = await moveRuns(
      (run) => run.snapshot(),
      () => chooser.choose(name),
    );
    sendEvent({ kind: 'environment', environment });
    return environment;
  }

  async function changeData<T>(change: () => Promise<T>): Promise<T> {
    const result = await change();
    sendEvent({ kind: 'dataSets', dataSets: await listed() });
    return result;
  }

  async function listed(): Promise<readonly DataSetOffer[]> {
    return prepared.withChangedLabels(await library.list());
  }

  /** The run, opened anew where labels were changed by hand since it was opened; not when it has begun, unless it starts over. */
  async function withPresentLabels(name: string, startsOver = false): Promise<Run> {
    const run = runNamed(name);
    const { checkpoints } = run;
    const { step, phase, description } = run.status();
    if (!prepared.isStale(run.dataSet) || (!startsOver && (step > 0 || phase === 'running'))) return run;
    const opened = inQueue(() => open({ run: name, description, checkpoints }, new AbortController().signal));
    runGates.set(
      name,
      opened.catch(() => undefined),
    );
    await opened;
    return runNamed(name);
  }

  async function thenStatus(run: Run, action: Promise<void>): Promise<RunStatus> {
    await action;
    return run.status();
  }

  const handlers: Handlers = {
    async environment() {
      const environment = await chooser.environment();
      sendEvent({ kind: 'environment', environment });
      return environment;
    },
    chooseExecutor: ({ executor }) => chooseExecutor(executor),
    dataSets: listed,
    inspectImport: ({ files, choices }, signal, tell) => library.inspectImport(files, choices, tell, signal),
    keepImport: ({ proposal, consent }, signal) => changeData(() => library.keepImport(proposal, consent, signal)),
    dropImport({ proposal }) {
      library.dropImport(proposal);
      return Promise.resolve(null);
    },
    async fetchDataSet({ dataSet }, signal, tell) {
      const onNotice = (message: string): void => sendEvent({ kind: 'notice', message });
      const keep = await library.fetch(dataSet, tell, onNotice, signal);
      return inDataQueue(() => changeData(() => keep(signal)));
    },
    renameDataSet: ({ dataSet, name }) => changeData(() => library.rename(dataSet, name)),
    removeDataSet: ({ dataSet }) =>
      changeData(async () => {
        await library.remove(dataSet);
        return null;
      }),
    ...microscope,
    labels: (choice, signal) => prepared.labels(choice, onProgress, signal),
    editLabels: ({ edit, ...choice }, signal) =>
      changeData(() => prepared.editLabels(choice, edit, onProgress, signal)),
    labelsText: (choice, signal) => prepared.labelsText(choice, onProgress, signal),
    images: ({ run, split, indices }) => Promise.resolve(imagesOf(runNamed(run).dataSet[split], split, indices)),
    open,
    async train({ run: name }) {
      const run = await withPresentLabels(name);
      return thenStatus(run, run.train());
    },
    pause: ({ run }) => thenStatus(runNamed(run), runNamed(run).pause()),
    async step({ run: name, count }) {
      const run = await withPresentLabels(name);
      return thenStatus(run, run.step(count));
    },
    async reset({ run: name }) {
      const before = runNamed(name);
      const run = await withPresentLabels(name, true);
      return run === before ? thenStatus(run, run.reset()) : run.status();
    },
    setHyperparameter: ({ run, name, value }) => {
      runNamed(run).setHyperparameter(name, value);
      return Promise.resolve(runNamed(run).status());
    },
    look({ run, look }) {
      runNamed(run).look(look);
      return Promise.resolve(null);
    },
    inspect: ({ run, image, layers, slots, look }) => runNamed(run).inspect(image, layers, slots, look),
    weights: ({ run, slots, look }) => runNamed(run).weights(slots, look),
    predictions: ({ run, look, probe = false }, signal) =>
      look === undefined ? runNamed(run).predictions(signal) : runNamed(run).predictionsAt(look, probe, signal),
    snapshot: ({ run }) => runNamed(run).snapshot(),
    trainedWeights: () => options.weights.list(),
    weightsCard: ({ weights }) => options.weights.card(weights),
    keepWeights: ({ name, bytes }) => Promise.resolve(options.weights.keep(name, new Uint8Array(bytes))),
    async saveWeights({ run }) {
      const { spec, normalization, dataSet } = runNamed(run);
      return savedWeights(spec, { ...dataSet.info, normalization }, await runNamed(run).snapshot());
    },
    checkMe: ({ run }, signal, tell) => runNamed(run).checkMe(signal, tell),
    async close({ run: name }) {
      const run = runs.get(name);
      runs.delete(name);
      await run?.dispose();
      return null;
    },
  };

  async function perform(message: RequestMessage, signal: AbortSignal): Promise<unknown> {
    const handle = async (): Promise<unknown> => {
      throwIfCancelled(signal);
      // The message's type ties request and params together; the table is indexed by the same name.
      const handler = handlers[message.request] as (
        params: unknown,
        signal: AbortSignal,
        tell: Tell,
      ) => Promise<unknown>;
      return handler(message.params, signal, (task, done, total) =>
        options.send({ id: message.id, progress: { task, done, total } }, []),
      );
    };
    if (dataOneByOne.includes(message.request)) return inDataQueue(handle);
    const run = 'run' in message.params ? message.params.run : null;
    if (!oneByOne.includes(message.request)) {
      if (run !== null) await Promise.all([commonGate, runGates.get(run)]);
      return handle();
    }
    const done = inQueue(handle);
    const gate = done.catch(() => undefined);
    if (run !== null) runGates.set(run, gate);
    else if (message.request === 'chooseExecutor') commonGate = gate;
    return done;
  }

  async function answer(message: RequestMessage): Promise<void> {
    const controller = new AbortController();
    underWay.set(message.id, controller);
    try {
      const result = await perform(message, controller.signal);
      options.send({ id: message.id, result }, transferablesOf(result));
    } catch (error) {
      options.send({ id: message.id, error: errorData(error) }, []);
    } finally {
      underWay.delete(message.id);
    }
  }

  return {
    receive(message) {
      if ('configure' in message) options.configure?.(message.configure);
      else if ('cancel' in message) underWay.get(message.cancel)?.abort();
      else void answer(message);
    },
  };
}

/** What a run of this network takes to train. */
function opsOf(spec: NetworkSpec, { batchSize, optimizer, augmentation }: RunDescription): ReadonlySet<OpName> {
  // Which images they are makes no difference to the ops.
  const data = { shape: [1, ...(spec.inputs[0]?.shape ?? [])], mean: [0], deviation: [1] };
  return new Set(buildTraining(spec, { batchSize, optimizer, data, augmentation }).graph.nodes.map(({ op }) => op));
}

function sameDescription(a: RunDescription, b: RunDescription): boolean {
  return settledForm(a) === settledForm(b);
}

/** One text for all descriptions that mean the same: what is left out stands as what is usual. */
function settledForm(description: RunDescription): string {
  const { network, dataSet, optimizer, learningRate, coefficients, schedule, batchSize, augmentation, seeds, start } =
    description;
  const { corruption } = description;
  const { initialization, order, generator } = seeds;
  const inOrder = (record: object): readonly (readonly [string, unknown])[] =>
    Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([
    ...[network, dataSet, optimizer, learningRate, batchSize, initialization, order, generator],
    inOrder(completeCoefficients(optimizer, coefficients)),
    inOrder({ warmUpSteps: 0, kind: 'constant', ...schedule }),
    inOrder({ ...augmentation }),
    start === undefined ? null : 'weights' in start ? ['weights', start.weights] : ['file', start.file],
    corruptionKey(corruption),
  ]);
}
