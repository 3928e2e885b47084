/**
 * One run of the page: its record (`runState.ts`) in a store, rewritten by what the engine reports, and the actions that send requests.
 *
 * Picture: events come in, the record is replaced; actions go out, and their answers are reports like the others. The tree of its branches
 * is kept in `branches.ts`, the looking back in `lookBack.ts`.
 *
 * Deliberately not here: the engine client and other runs (`runs.ts`). The file is long because state, events and actions are one machine.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import { EngineFailure, type ClientEvent, type EngineClient } from '../engine/client';
import type { RunDescription, RunStatus, Snapshot, TestPoint, TrainPoint } from '../engine/protocol';
import { coefficientsKept, type HyperparameterName } from '../network/hyperparameters';
import { announce, nothingTold } from './announce';
import { createBranches, rootBranch } from './branches';
import { extendCurve, upTo } from './curve';
import type { RunMemory } from './kept/keptRun';
import { createSaver } from './kept/saver';
import { createLookBack } from './lookBack';
import type { RunActions, RunHandle, RunState } from './runState';
import { createCheckpoints, nearest, usualLimitBytes, withChange, type Branch } from './timeline';

/** While a run trains, views that look at weights are asked to look again at most this often. */
const WEIGHTS_INTERVAL_MS = 250;
/** A hundred times what the largest network of the book has; more is another kind of file. */
const LARGEST_WEIGHTS_BYTES = 256 * 2 ** 20;

export interface OpenedRunOptions {
  readonly name: string;
  readonly description: RunDescription;
  readonly keepsCheckpoints: boolean;
  /** Null when none can run here. */
  readonly engine: () => EngineClient | null;
  /** Why no engine can run here, in words; null when one can. */
  readonly obstacle: () => string | null;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
  /** Names for courses of training, each used once in the world. */
  readonly newId: () => string;
  /** Where the run is kept over a reload; left out: it lasts as long as the page. */
  readonly memory?: RunMemory | undefined;
}

export interface OpenedRun {
  readonly handle: RunHandle;
  receive(event: ClientEvent): void;
  setHidden(hidden: boolean): void;
  /** Nobody wants it any more: what has not begun does not begin. */
  close(): void;
}

export function createOpenedRun(options: OpenedRunOptions): OpenedRun {
  const { name, description, keepsCheckpoints, engine, obstacle, now, newId } = options;
  const memory = keepsCheckpoints ? options.memory : undefined;
  const checkpoints = createCheckpoints(usualLimitBytes);
  const firstBranch = rootBranch(newId(), description);
  const store: StoreApi<RunState> = createStore<RunState>(() => ({
    name,
    id: firstBranch.id,
    description,
    origin: description,
    history: [],
    timeline: { branches: [firstBranch], bytes: 0, limitBytes: checkpoints.limitBytes },
    view: null,
    status: null,
    trainPoints: [],
    testPoints: [],
    weightsVersion: 0,
    progress: null,
    dataSets: [],
    environment: null,
    unavailable: null,
    announcement: '',
    isRestoring: memory !== undefined && obstacle() === null,
    leftOver: null,
    notice: null,
    problem: null,
  }));
  const branches = createBranches({ store, checkpoints, newId });
  /** The opening under way; a later one cancels it. */
  let opening: { readonly controller: AbortController; readonly done: Promise<boolean> } | null = null;
  let lastWeightsMs = -Infinity;

  let told = nothingTold;

  function update(change: Partial<RunState>): void {
    const before = store.getState();
    const after = { ...before, ...change };
    const { words, told: remembered } = announce(told, before, after, now());
    told = remembered;
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
    const look = before.view === null && due && (weightsMayDiffer || owed);
    if (look) lastWeightsMs = now();
    owed = (owed || weightsMayDiffer) && !look;
    // The engine has gone back, to weights that it kept: what came after is drawn again.
    if (status.step < (before.status?.step ?? 0)) {
      checkpoints.drop(before.id, status.step + 1);
      queueMicrotask(() => update(branches.now()));
    }
    update({
      status,
      ...(opening === null ? { description: status.description } : {}),
      ...(status.step === 0 ? { origin: status.description, history: [] } : { leftOver: null }),
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
        if (event.run === name) startCourse();
        return;
      case 'checkpoint':
        if (event.run === name) {
          checkpoints.add(store.getState().id, event.snapshot);
          update(branches.now());
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
        if (event.run === name) {
          update({ status: null });
          startCourse();
        }
        return;
      case 'snapshot':
        if (event.run === name) saver?.hear(event.snapshot);
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

  /** The engine is at step 0 with fresh weights: a new tree, beside what was trained before. */
  function startCourse(): void {
    const before = store.getState();
    lookBack.stop();
    update({
      ...branches.plant(),
      origin: before.description,
      history: [],
      view: null,
      trainPoints: [],
      testPoints: [],
      weightsVersion: before.weightsVersion + 1,
    });
  }

  function isTrained(): boolean {
    return keepsCheckpoints && (store.getState().status?.step ?? 0) > 0;
  }

  function isRestoring(): boolean {
    return store.getState().isRestoring === true;
  }

  /** The newest weights are kept before anything takes their place. */
  async function keepNewest(client: EngineClient): Promise<void> {
    if (!isTrained()) return;
    const { id } = store.getState();
    applyStatus(await client.request('pause', { run: name }));
    checkpoints.add(id, await client.request('snapshot', { run: name }));
    update(branches.now());
  }

  /** Puts what is kept of the run in place; true where there was something and it could be opened. */
  async function putBack(): Promise<boolean> {
    const kept = (await memory?.load(name)) ?? null;
    if (kept === null || isClosed) return false;
    const { id, newest, origin, history, trainPoints, testPoints } = kept;
    const step = newest?.step ?? 0;
    const then = (): void => {
      checkpoints.setLimit(kept.limitBytes);
      for (const { branch, snapshot } of kept.checkpoints) checkpoints.add(branch, snapshot);
      update({
        id,
        origin,
        history,
        timeline: { branches: kept.branches, bytes: checkpoints.bytes, limitBytes: checkpoints.limitBytes },
        view: null,
        trainPoints: upTo(trainPoints, step),
        testPoints: upTo(testPoints, step),
        leftOver: null,
        weightsVersion: store.getState().weightsVersion + 1,
      });
      update(branches.now());
    };
    const isBack = await openWith(kept.description, newest === null ? { then } : { snapshot: newest, then });
    const { problem } = store.getState();
    if (!isBack && problem !== null) {
      update({ notice: `What this tab kept of the run could not be opened: ${problem}` });
    }
    return isBack;
  }

  let restoration: Promise<void> | null = null;
  /** Resolves when what was kept is in place, or nothing was. Whatever opens the run waits for it. */
  function restored(): Promise<void> {
    restoration ??= (async () => {
      if (memory === undefined || obstacle() !== null) return;
      const isBack = await putBack();
      update({ isRestoring: false, ...(isBack ? {} : { leftOver: await memory.leftOver(name) }) });
    })();
    return restoration;
  }
  const saver =
    memory === undefined
      ? null
      : createSaver({
          name,
          store,
          checkpoints,
          memory,
          snapshot: () => ask((client) => client.request('snapshot', { run: name })),
          now,
        });
  let toldTrouble = '';
  memory?.onTrouble((words) => {
    // Who has trained nothing loses nothing.
    if (words === toldTrouble || (store.getState().status?.step ?? 0) === 0) return;
    toldTrouble = words;
    update({ notice: words });
  });

  /** Opens the run with this description, from a checkpoint where one is given; on failure what was before stays. */
  function openWith(
    wanted: RunDescription,
    from?: { readonly snapshot?: Snapshot; readonly then: () => void },
  ): Promise<boolean> {
    opening?.controller.abort();
    const controller = new AbortController();
    const before = store.getState();
    const own = {
      controller,
      done: attempt(async (client) => {
        const { signal } = controller;
        if (isTrained()) await keepNewest(client);
        const request = { run: name, description: wanted, checkpoints: keepsCheckpoints };
        const status = await client.request(
          'open',
          from?.snapshot === undefined ? request : { ...request, snapshot: from.snapshot },
          { signal },
        );
        if (opening === own) {
          opening = null;
          update({ progress: null });
        }
        from?.then();
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
    if (isRestoring()) await restored();
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

  const lookBack = createLookBack({
    store,
    update,
    checkpoint: (branch, step) => checkpoints.at(branch, step),
    ask,
    run: name,
  });

  /** The run is this branch from now on, with the curve up to where it goes on. */
  function takeBranch(branch: Branch, step: number): void {
    lookBack.stop();
    const { origin, history, trainPoints, testPoints } = branch;
    update({
      ...branches.take(branch),
      origin,
      history,
      view: null,
      trainPoints: upTo(trainPoints, step),
      testPoints: upTo(testPoints, step),
      weightsVersion: store.getState().weightsVersion + 1,
    });
  }

  async function fork(step: number, part: Partial<RunDescription>): Promise<void> {
    if (!(await opened())) return;
    // First, so that the branch that is left can be gone on with, and the newest weights can be forked from.
    if (!(await attempt(keepNewest))) return;
    const state = store.getState();
    const found = nearest(state.timeline, state.id, step);
    const checkpoint = found === null ? null : checkpoints.at(found.branch.id, found.step);
    if (found === null || checkpoint === null) {
      update({
        problem: `To fork, a checkpoint at or before step ${step.toLocaleString('en-GB')} is needed, and none is kept. Train first, or fork at a later step.`,
      });
      return;
    }
    const { snapshot } = checkpoint;
    const wanted = { ...snapshot.description, ...part };
    const branch = branches.grow(found.branch, found.step, wanted);
    await openWith(wanted, { snapshot, then: () => takeBranch(branch, found.step) });
  }

  async function switchTo(id: string): Promise<void> {
    if (!(await opened()) || id === store.getState().id) return;
    const branch = store.getState().timeline.branches.find((one) => one.id === id);
    const kept = branch === undefined ? null : nearest(store.getState().timeline, id, Infinity);
    const snapshot = kept === null ? undefined : checkpoints.at(kept.branch.id, kept.step)?.snapshot;
    if (branch === undefined || snapshot === undefined) {
      update({ problem: 'The weights of this branch are not kept any more. Its curve stays in the list of runs.' });
      return;
    }
    await openWith(branch.description, { snapshot, then: () => takeBranch(branch, snapshot.step) });
  }

  /** A change that counts from the next step: part of what makes the curve. */
  async function setHyperparameter(which: HyperparameterName, value: number): Promise<void> {
    await command(async (client) => {
      const status = await client.request('setHyperparameter', { run: name, name: which, value });
      const { origin, history } = store.getState();
      update({ history: withChange(origin, history, status.step, status.description) });
      return status;
    });
  }

  async function change(part: Partial<RunDescription>): Promise<void> {
    if (isRestoring()) await restored();
    await openWith({ ...store.getState().description, ...part });
  }

  const run = { run: name };
  const actions: RunActions = {
    train() {
      lookBack.view(null);
      return command((client) => client.request('train', run));
    },
    pause: () => command((client) => client.request('pause', run)),
    step(count = 1) {
      lookBack.view(null);
      return command((client) => client.request('step', { ...run, count }));
    },
    reset: () =>
      command(async (client) => {
        await keepNewest(client);
        return client.request('reset', run);
      }),
    setHyperparameter,
    async describe(wanted) {
      if (isRestoring()) await restored();
      await openWith(wanted);
    },
    async takeUp() {
      await memory?.takeUp(name);
      await putBack();
    },
    view: (step) => lookBack.view(step),
    fork,
    switchTo,
    forget: (branch) => update(branches.forget(branch)),
    setMemoryLimit(bytes) {
      checkpoints.setLimit(bytes);
      update(branches.now());
    },
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
      lookBack.ask((client, look) => client.request('inspect', { ...run, image, layers, slots, look })),
    weights: (slots) => lookBack.ask((client, look) => client.request('weights', { ...run, slots, look })),
    predictions: () => lookBack.predictions(),
    saveWeights: () => ask((client) => client.request('saveWeights', run)),
    checkMe: ({ signal, onProgress } = {}) =>
      ask((client) =>
        client.request('checkMe', run, {
          ...(signal === undefined ? {} : { signal }),
          onProgress: ({ task, done, total }) => onProgress?.(total === null ? 0 : done / total, task),
        }),
      ),
    trainedWeights: () => askEngine((client) => client.request('trainedWeights', {})),
    weightsCard: (weights) => askEngine((client) => client.request('weightsCard', { weights })),
    images: (split, indices) => ask((client) => client.request('images', { ...run, split, indices })),
  };

  function start(): void {
    if (isClosed || obstacle() !== null) return;
    void openFirst();
    void attempt(async (client) => update({ environment: await client.request('environment', {}) }));
    void attempt(async (client) => update({ dataSets: await client.request('dataSets', {}) }));
  }
  async function openFirst(): Promise<void> {
    if (isRestoring()) await restored();
    const { status, description: wanted } = store.getState();
    // Who asked for a step at once has opened it.
    if (!isClosed && opening === null && status === null) await openWith(wanted);
  }
  let isClosed = false;
  // After the caller has put this run where events find it.
  queueMicrotask(start);

  return {
    handle: { store, actions },
    receive,
    setHidden(hidden) {
      const { status, notice } = store.getState();
      if (hidden && status?.phase === 'running') update({ notice: BACKGROUND });
      else if (!hidden && notice === BACKGROUND) update({ notice: null });
      if (hidden) saver?.hide();
    },
    close() {
      isClosed = true;
      saver?.stop();
      opening?.controller.abort();
    },
  };
}

const BACKGROUND =
  'This page is in the background. Training goes on, as fast as the browser allows; figures are drawn again when you come back.';
