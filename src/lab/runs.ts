/**
 * The runs of a page. Figures open them by name; who asks for the same name gets the same run.
 *
 * Picture: one engine client for the page, started when the first run is opened; per run one immutable record (`runState.ts`) in a
 * store, rewritten by what the engine reports, and a handful of actions that send requests. Runs live as long as the page, so
 * that a reader who goes to another chapter and comes back finds the network as it was.
 *
 * Deliberately not here: React, and anything that computes. The file is long because state, events and actions are one machine.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  createEngineClient,
  EngineFailure,
  type ClientEvent,
  type EngineClient,
  type WorkerLike,
} from '../engine/client';
import type { EngineConfiguration, RunDescription, RunStatus, TestPoint, TrainPoint } from '../engine/protocol';
import { coefficientsKept } from '../network/hyperparameters';
import { announce } from './announce';
import { extendCurve, upTo } from './curve';
import { createDataMicroscope, type DataMicroscope } from './dataMicroscope';
import { createDataShelf, type DataShelf, type PageStorage } from './dataShelf';
import type { RunActions, RunHandle, RunState } from './runState';
import { engineConfiguration, spawnEngine } from './spawnEngine';

/** LeNet-5 on the book's own digits; Adam with its usual rate reaches 98 % on MNIST within an epoch and seldom surprises. */
export const defaultDescription: RunDescription = {
  network: 'lenet5',
  dataSet: 'digits',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  seeds: { initialization: 1, order: 1, generator: 1 },
};

/** While a run trains, views that look at weights are asked to look again at most this often. */
const WEIGHTS_INTERVAL_MS = 250;
/** A hundred times what the largest network of the book has; more is another kind of file. */
const LARGEST_WEIGHTS_BYTES = 256 * 2 ** 20;

export interface LabOptions {
  readonly spawn: () => WorkerLike;
  readonly configuration: () => EngineConfiguration;
  /** Why no engine can run here, in words; null when one can. */
  readonly obstacle: () => string | null;
  /** Calls the listener when the page is hidden or shown again. */
  readonly onVisibility: (listener: (hidden: boolean) => void) => void;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
  readonly storage: () => PageStorage | undefined;
}

export interface Lab {
  /** The data sets of the page. */
  readonly shelf: DataShelf;
  /** What is in the data sets of the page. */
  readonly microscope: DataMicroscope;
  openRun(name: string, defaults?: Partial<RunDescription>): RunHandle;
}

interface OpenedRun {
  readonly handle: RunHandle;
  receive(event: ClientEvent): void;
  setHidden(hidden: boolean): void;
}

export function createLab(options: LabOptions): Lab {
  const runs = new Map<string, OpenedRun>();
  let client: EngineClient | null = null;

  /** Null when no engine can run here. */
  function engine(): EngineClient | null {
    if (client !== null || options.obstacle() !== null) return client;
    client = createEngineClient({ spawn: options.spawn, configuration: options.configuration() });
    client.subscribe((event) => {
      for (const run of runs.values()) run.receive(event);
    });
    options.onVisibility((hidden) => {
      for (const run of runs.values()) run.setHidden(hidden);
    });
    return client;
  }

  return {
    shelf: createDataShelf({ engine, obstacle: options.obstacle, storage: options.storage }),
    microscope: createDataMicroscope({ engine, obstacle: options.obstacle }),
    openRun(name, defaults = {}) {
      const known = runs.get(name);
      if (known !== undefined) return known.handle;
      const description = { ...defaultDescription, ...defaults };
      const opened = createOpenedRun(name, description, engine, options);
      runs.set(name, opened);
      const obstacle = options.obstacle();
      if (obstacle !== null) opened.receive({ kind: 'unavailable', message: obstacle });
      return opened.handle;
    },
  };
}

function createOpenedRun(
  name: string,
  description: RunDescription,
  engine: () => EngineClient | null,
  { now, obstacle }: LabOptions,
): OpenedRun {
  const store: StoreApi<RunState> = createStore<RunState>(() => ({
    name,
    description,
    status: null,
    trainPoints: [],
    testPoints: [],
    weightsVersion: 0,
    progress: null,
    dataSets: [],
    environment: null,
    unavailable: null,
    announcement: '',
    notice: null,
    problem: null,
  }));
  /** The opening under way; a later one cancels it. */
  let opening: { readonly controller: AbortController; readonly done: Promise<boolean> } | null = null;
  let lastWeightsMs = -Infinity;

  function update(change: Partial<RunState>): void {
    const before = store.getState();
    const after = { ...before, ...change };
    const words = announce(before, after);
    store.setState(words === null ? after : { ...after, announcement: words }, true);
  }

  function applyStatus(
    status: RunStatus,
    trainPoints: readonly TrainPoint[] = [],
    testPoints: readonly TestPoint[] = [],
  ): void {
    const before = store.getState();
    // Where a run goes on from earlier weights, its curve does too; where it has just failed, the reader should see how.
    const keep = status.phase === 'failed' ? Infinity : status.step;
    const weightsMayDiffer = before.status?.step !== status.step;
    const due = status.phase !== 'running' || now() - lastWeightsMs >= WEIGHTS_INTERVAL_MS;
    const look = (weightsMayDiffer && due) || (owed && due);
    if (look) lastWeightsMs = now();
    owed = (owed || weightsMayDiffer) && !look;
    update({
      status,
      ...(opening === null ? { description: status.description } : {}),
      trainPoints: extendCurve(upTo(before.trainPoints, keep), trainPoints),
      testPoints: extendCurve(upTo(before.testPoints, keep), testPoints),
      weightsVersion: before.weightsVersion + (look ? 1 : 0),
    });
  }
  /** The weights have changed since views were last asked to look. */
  let owed = false;

  function receive(event: ClientEvent): void {
    switch (event.kind) {
      case 'status':
        if (event.status.run === name) applyStatus(event.status, event.trainPoints, event.testPoints);
        return;
      case 'cleared':
        if (event.run === name) {
          update({ trainPoints: [], testPoints: [], weightsVersion: store.getState().weightsVersion + 1 });
        }
        return;
      case 'progress':
        if (opening !== null) update({ progress: { task: event.task, fraction: event.done / event.total } });
        return;
      case 'environment':
        update({ environment: event.environment });
        return;
      case 'dataSets':
        update({ dataSets: event.dataSets });
        return;
      case 'notice':
        update({ notice: event.message });
        return;
      case 'unavailable':
        update({ unavailable: event.message, progress: null });
        return;
      case 'lost':
        // The next action opens it anew.
        if (event.run === name) update({ status: null, trainPoints: [], testPoints: [] });
        return;
      case 'snapshot':
        return;
      default:
        event satisfies never;
    }
  }

  /** True when it worked; else the state says why. */
  async function attempt(action: (client: EngineClient) => Promise<void>): Promise<boolean> {
    const client = engine();
    if (client === null) return false;
    try {
      await action(client);
      return true;
    } catch (error) {
      if (error instanceof EngineFailure && error.code === 'cancelled') return false;
      const unavailable = store.getState().unavailable;
      const message = error instanceof Error ? error.message : String(error);
      if (message !== unavailable) update({ problem: message });
      return false;
    }
  }

  /** Opens the run with this description; on failure the one before stays. */
  function openWith(wanted: RunDescription): Promise<boolean> {
    opening?.controller.abort();
    const controller = new AbortController();
    const before = store.getState();
    const own = {
      controller,
      done: attempt(async (client) => {
        const status = await client.request('open', { run: name, description: wanted }, { signal: controller.signal });
        if (opening === own) {
          opening = null;
          update({ progress: null });
        }
        applyStatus(status);
      }).then((opened) => {
        if (opening === own) {
          opening = null;
          // What the engine still has is what is true.
          update({ progress: null, description: before.status?.description ?? before.description });
        }
        return opened;
      }),
    };
    opening = own;
    update({ description: wanted, problem: null });
    return own.done;
  }

  /** Resolves when the engine has the run; opens it again where that failed before. */
  async function opened(): Promise<boolean> {
    if (opening !== null) return opening.done;
    if (store.getState().status !== null) return true;
    return openWith(store.getState().description);
  }

  async function command(send: (client: EngineClient) => Promise<RunStatus>): Promise<void> {
    if (!(await opened())) return;
    await attempt(async (client) => {
      applyStatus(await send(client));
    });
  }

  /** For figures that want something of the engine that no run is needed for: rejects with the reason. */
  async function askEngine<T>(send: (client: EngineClient) => Promise<T>): Promise<T> {
    const client = engine();
    const { unavailable } = store.getState();
    if (client === null || unavailable !== null) throw new Error(unavailable ?? 'No engine can run here.');
    return send(client);
  }

  /** For figures that want numbers of the run: rejects with the reason. */
  async function ask<T>(send: (client: EngineClient) => Promise<T>): Promise<T> {
    const client = engine();
    const { unavailable } = store.getState();
    if (client === null || unavailable !== null) throw new Error(unavailable ?? 'No engine can run here.');
    if (!(await opened())) throw new Error(store.getState().problem ?? 'The run is being opened anew.');
    return send(client);
  }

  async function change(part: Partial<RunDescription>): Promise<void> {
    await openWith({ ...store.getState().description, ...part });
  }

  const run = { run: name };
  const actions: RunActions = {
    train: () => command((client) => client.request('train', run)),
    pause: () => command((client) => client.request('pause', run)),
    step: (count = 1) => command((client) => client.request('step', { ...run, count })),
    reset: () => command((client) => client.request('reset', run)),
    setHyperparameter: (which, value) =>
      command((client) => client.request('setHyperparameter', { ...run, name: which, value })),
    setOptimizer(optimizer) {
      const { coefficients = {} } = store.getState().description;
      return change({ optimizer, coefficients: coefficientsKept(optimizer, coefficients) });
    },
    setSchedule: (schedule) => change({ schedule }),
    setBatchSize: (batchSize) => change({ batchSize }),
    // The digits stay the same ones, so that two seeds differ in the run and not in what it learns from.
    setSeed: (seed) => change({ seeds: { ...store.getState().description.seeds, initialization: seed, order: seed } }),
    setDataSet: (dataSet) => change({ dataSet }),
    setCorruption: (corruption) => change({ corruption }),
    // Weights belong to their network.
    setNetwork: (network) => change({ network, start: undefined }),
    setStart: (start) => change({ start: start ?? undefined }),
    async loadWeights(file) {
      update({ problem: null });
      if (file.size > LARGEST_WEIGHTS_BYTES) {
        const found = Math.ceil(file.size / 2 ** 20).toLocaleString('en');
        update({
          problem: `${file.name}: expected weights of at most ${LARGEST_WEIGHTS_BYTES / 2 ** 20} MiB, found ${found} MiB. Choose a safetensors file of a network of this book.`,
        });
        return;
      }
      await attempt(async (client) => {
        const bytes = await file.arrayBuffer();
        const kept = { name: file.name, bytes };
        await change({ start: await client.request('keepWeights', kept, { transfer: [bytes] }) });
      });
    },
    async chooseExecutor(executor) {
      await attempt(async (client) => {
        update({ environment: await client.request('chooseExecutor', { executor }) });
      });
    },
    dismissProblem: () => update({ problem: null }),
    inspect: (image, layers, slots = []) =>
      ask((client) => client.request('inspect', { ...run, image, layers, slots })),
    weights: (slots) => ask((client) => client.request('weights', { ...run, slots })),
    predictions: () => ask((client) => client.request('predictions', run)),
    saveWeights: () => ask((client) => client.request('saveWeights', run)),
    trainedWeights: () => askEngine((client) => client.request('trainedWeights', {})),
    weightsCard: (weights) => askEngine((client) => client.request('weightsCard', { weights })),
    images: (split, indices) => ask((client) => client.request('images', { ...run, split, indices })),
  };

  function start(): void {
    if (obstacle() !== null) return;
    void openWith(description);
    void attempt(async (client) => update({ environment: await client.request('environment', {}) }));
    void attempt(async (client) => update({ dataSets: await client.request('dataSets', {}) }));
  }
  // After the caller has put this run where events find it.
  queueMicrotask(start);

  return {
    handle: { store, actions },
    receive,
    setHidden(hidden) {
      const { status, notice } = store.getState();
      if (hidden && status?.phase === 'running') update({ notice: BACKGROUND });
      else if (!hidden && notice === BACKGROUND) update({ notice: null });
    },
  };
}

const BACKGROUND =
  'This page is in the background. Training goes on, as fast as the browser allows; figures are drawn again when you come back.';

let pageLab: Lab | null = null;

function thisPagesLab(): Lab {
  pageLab ??= createLab({
    spawn: spawnEngine,
    configuration: engineConfiguration,
    obstacle: () =>
      typeof Worker === 'undefined'
        ? 'Training needs a web worker, and this browser has none, or a setting forbids it. The text of the book is all here; to train, open the page in a recent version of Firefox, Chrome, Edge or Safari.'
        : null,
    onVisibility: (listener) =>
      document.addEventListener('visibilitychange', () => listener(document.visibilityState === 'hidden')),
    now: () => performance.now(),
    // Absent in old browsers, and where the page is not secure.
    storage: () => navigator.storage,
  });
  return pageLab;
}

/** The data sets of this page. */
export function pageShelf(): DataShelf {
  return thisPagesLab().shelf;
}

/** What is in the data sets of this page. */
export function pageMicroscope(): DataMicroscope {
  return thisPagesLab().microscope;
}

/**
 * The run of this name, made with `defaults` when nobody has opened it yet. Starts the engine when it is the first. The same
 * handle for everybody who asks for the name, across chapters, until the page is left.
 */
export function openRun(name: string, defaults?: Partial<RunDescription>): RunHandle {
  return thisPagesLab().openRun(name, defaults);
}
