/**
 * Runs a sweep: one trial after the other, or a few side by side, each as a run of the engine that nobody looks at.
 *
 * Picture: a list of records, one for each trial, and up to `together` lanes. A lane takes the first trial that waits, opens a run of its
 * own name, steps it to the end, measures it over the whole test set, writes its record and closes the run. Curves are points at fixed
 * steps of runs that share nothing, so they are the same bit for bit whatever the number of lanes and wherever a pause fell.
 *
 * A trial that diverges has a result; one that cannot be run has failed and can be tried again; neither ends the sweep. The reader's own
 * run is left as it is. After a reload everything that has an end is there, the sweep is paused, and a trial that was under way begins
 * again. Only one tab runs it (`turn.ts`).
 *
 * Deliberately not here: what a dialog shows and remembers, and the clock and the ids, which are handed in. The file is long because lanes,
 * records and the turn are one machine.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunDescription, TestPoint, TrainPoint } from '../../engine/protocol';
import type { RunActions, RunState } from '../runState';
import { expandPlan, planProblem, valuesOf, type Expansion, type SweepPlan } from './plan';
import { bestOf, type Measurement, type TrialRecord } from './results';
import type { SweepStorage } from './storage';
import type { SweepTurn } from './turn';
import { endWords, planTitle, settledCount, trialWords } from './words';

export interface Sweep {
  readonly id: string;
  /** `learning rate × 3, 2 seeds` */
  readonly title: string;
  readonly plan: SweepPlan;
  readonly expansion: Expansion;
}

/** A trial that is being trained, and what it has so far. */
export interface LiveTrial {
  readonly trial: number;
  readonly step: number;
  readonly trainPoints: readonly TrainPoint[];
  readonly testPoints: readonly TestPoint[];
}

/** `elsewhere`: another tab runs it; this one shows what that one keeps. */
export type SweepPhase = 'none' | 'going' | 'paused' | 'finished' | 'elsewhere';

export interface SweepState {
  readonly phase: SweepPhase;
  /** False until the browser has said what it keeps. */
  readonly isLoaded: boolean;
  readonly sweep: Sweep | null;
  /** One for each trial. */
  readonly records: readonly TrialRecord[];
  readonly live: readonly LiveTrial[];
  /** As measured; null while it is not known. */
  readonly msLeft: number | null;
  /** Something to know that stopped nothing, such as a browser that keeps nothing. In words. */
  readonly notice: string | null;
  /** Why the sweep could not go on, in words. */
  readonly problem: string | null;
  /** What a screen reader should hear. */
  readonly announcement: string;
}

export interface Sweeper {
  readonly store: Pick<StoreApi<SweepState>, 'getState' | 'subscribe'>;
  /** Takes the place of the sweep before. Resolves when it goes, or when the state says why not. */
  start(plan: SweepPlan): Promise<void>;
  pause(): void;
  resume(): Promise<void>;
  /** One that waits or is under way. */
  cancelTrial(trial: number): void;
  /** All that have no end yet. */
  cancel(): void;
  /** One that failed or was cancelled. */
  retry(trial: number): Promise<void>;
  dismiss(): void;
}

/** What is used of the lab. */
export interface SweepLab {
  openRun(name: string, description: RunDescription, options: { readonly checkpoints: false }): SweepRun;
  closeRun(name: string): void;
}
export interface SweepRun {
  readonly store: {
    getState(): Pick<RunState, 'status' | 'trainPoints' | 'testPoints' | 'problem' | 'unavailable'>;
    subscribe(listener: () => void): () => void;
  };
  readonly actions: Pick<RunActions, 'step' | 'pause' | 'predictions'>;
}

export interface SweeperOptions {
  readonly lab: SweepLab;
  readonly storage: SweepStorage;
  readonly turn: SweepTurn;
  /** Hears of a run before it is opened, and which sweep it belongs to: for a ledger of runs. */
  readonly mark: (run: string, sweep: { readonly id: string; readonly title: string }) => void;
  /** Another one at each call. */
  readonly newId: () => string;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
}

interface Lane {
  readonly trial: number;
  readonly run: SweepRun;
  readonly name: string;
  readonly endListening: () => void;
}

/** Curves of trials under way are shown anew this often. */
const SHOW_MS = 100;
/** The time left is told anew this often. */
const TELL_TIME_MS = 500;
/** Less work than this says nothing about the rest. */
const SHORTEST_WORK_MS = 400;
/** A trial that something else stopped begins again this often. */
const MOST_BEGINNINGS = 3;

const OTHER_TAB =
  'Another tab of this browser runs this sweep. Its results come here too; to run it here, pause it there.';

export function createSweeper({ lab, storage, turn, mark, newId, now }: SweeperOptions): Sweeper {
  const store: StoreApi<SweepState> = createStore<SweepState>(() => ({
    phase: 'none',
    isLoaded: false,
    sweep: null,
    records: [],
    live: [],
    msLeft: null,
    notice: null,
    problem: null,
    announcement: '',
  }));
  /** One that is not among these has been given up: whatever comes of it is not wanted. */
  const lanes = new Set<Lane>();
  let revision = 0;
  let giveBack: (() => void) | null = null;
  let endWaiting: (() => void) | null = null;
  let saving: Promise<void> = Promise.resolve();
  let beginnings = 0;
  /** How often the sweep was paused. */
  let pauses = 0;
  /** Those who wait for the end of a pause. */
  let paused: { readonly over: Promise<void>; readonly end: () => void } | null = null;
  /** Work done since it was begun here, in steps of the base's batch size, and the time it took. */
  let work = { steps: 0, ms: 0, sinceMs: null as number | null };
  let shownMs = -Infinity;
  let toldTimeMs = -Infinity;

  function update(change: Partial<SweepState>): void {
    store.setState(change);
  }

  // ── Keeping ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  function save(changed: readonly number[]): void {
    const { sweep, records } = store.getState();
    if (sweep === null) return;
    revision += 1;
    const kept = {
      id: sweep.id,
      plan: sweep.plan,
      revision,
      records: records.map((record): TrialRecord => (record.state === 'running' ? { state: 'waiting' } : record)),
    };
    saving = saving.then(async () => {
      const notice = await storage.keep(kept, changed);
      if (notice !== null || store.getState().notice !== null) update({ notice });
      turn.tell();
    });
  }

  function setRecords(changes: ReadonlyMap<number, TrialRecord>): void {
    const { records } = store.getState();
    update({ records: records.map((record, trial) => changes.get(trial) ?? record) });
    save([...changes.keys()]);
  }

  /** Takes over what is kept, when it is newer than what is here. */
  async function load(): Promise<void> {
    const { sweep: stored, problem } = await storage.load();
    if (giveBack !== null) return;
    if (problem !== null) update({ notice: problem });
    const { sweep } = store.getState();
    if (stored !== null && (stored.id !== sweep?.id || stored.revision > revision)) {
      dropLanes();
      revision = stored.revision;
      update({ sweep: sweepFrom(stored.id, stored.plan), records: stored.records });
    }
    await seeWhoseTurn();
    update({ isLoaded: true });
  }

  /** Whether the sweep rests, is over, or goes on in another tab. */
  async function seeWhoseTurn(): Promise<void> {
    const { sweep, records } = store.getState();
    if (sweep === null) return;
    if (settledCount(records) === records.length) {
      update({ phase: 'finished', msLeft: null });
      return;
    }
    const taken = await turn.take();
    // Begun here meanwhile.
    if (giveBack !== null) {
      taken?.();
      return;
    }
    if (taken === null) waitElsewhere();
    else {
      taken();
      update({ phase: 'paused' });
    }
  }

  function waitElsewhere(): void {
    dropLanes();
    update({ phase: 'elsewhere', msLeft: null });
    endWaiting ??= turn.whenFree(() => {
      endWaiting = null;
      if (giveBack === null) void load();
    });
  }

  // ── The turn ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** True when this tab may run the sweep. */
  async function takeTurn(): Promise<boolean> {
    if (giveBack !== null) return true;
    const taken = await turn.take();
    if (taken === null) {
      update({ problem: OTHER_TAB });
      waitElsewhere();
      return false;
    }
    giveBack = taken;
    endWaiting?.();
    endWaiting = null;
    return true;
  }

  function endTurn(): void {
    const back = giveBack;
    giveBack = null;
    // What is kept is complete before another tab may go on with it.
    saving = saving.then(() => {
      back?.();
      turn.tell();
    });
  }

  // ── Lanes ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  function begin(): void {
    paused?.end();
    paused = null;
    work.sinceMs = now();
    update({ phase: 'going', problem: null });
    fill();
  }

  /** Puts trials that wait into lanes that are free; ends the sweep when there is nothing left. */
  function fill(): void {
    const { sweep, phase } = store.getState();
    if (sweep === null || phase !== 'going') return;
    while (lanes.size < sweep.plan.together) {
      const { records } = store.getState();
      const trial = records.findIndex(({ state }) => state === 'waiting');
      if (trial < 0) break;
      update({ records: replaced(records, trial, { state: 'running' }) });
      void train(sweep, trial);
    }
    if (lanes.size === 0) finish(sweep);
  }

  function finish({ plan, expansion }: Sweep): void {
    countTime();
    work.sinceMs = null;
    const { records } = store.getState();
    update({ phase: 'finished', msLeft: null, live: [], announcement: endWords(plan, expansion, records) });
    endTurn();
  }

  function openLane(sweep: Sweep, trial: number, description: RunDescription): Lane {
    beginnings += 1;
    const name = `sweep-${sweep.id}-${trial + 1}-${beginnings}`;
    mark(name, { id: sweep.id, title: sweep.title });
    const run = lab.openRun(name, description, { checkpoints: false });
    let lastStep = 0;
    const endListening = run.store.subscribe(() => {
      if (!lanes.has(lane)) return;
      const step = run.store.getState().status?.step ?? 0;
      work.steps += Math.max(0, step - lastStep) * weightOf(sweep, trial);
      lastStep = step;
      if (now() - shownMs >= SHOW_MS) showLive();
    });
    const lane: Lane = { trial, run, name, endListening };
    lanes.add(lane);
    showLive();
    return lane;
  }

  function closeLane(lane: Lane): void {
    lane.endListening();
    lanes.delete(lane);
    lab.closeRun(lane.name);
    showLive();
  }

  /** What they were at begins again some time, here or in another tab. */
  function dropLanes(): void {
    for (const lane of [...lanes]) closeLane(lane);
    const { records } = store.getState();
    update({ records: records.map((record) => (record.state === 'running' ? { state: 'waiting' } : record)) });
  }

  async function train(sweep: Sweep, trial: number): Promise<void> {
    const description = sweep.expansion.trials[trial]?.description ?? sweep.plan.base;
    for (let beginning = 1; ; beginning++) {
      const lane = openLane(sweep, trial, description);
      const outcome = await trainLane(lane, sweep.plan.steps).catch((error: unknown): TrialRecord => ({
        state: 'failed',
        words: messageOf(error),
      }));
      // Cancelled, or another sweep has begun.
      if (!lanes.has(lane)) return;
      closeLane(lane);
      if (outcome === 'stopped' && beginning < MOST_BEGINNINGS) continue;
      if (outcome === 'unavailable') {
        const words = lane.run.store.getState().unavailable;
        update({ records: replaced(store.getState().records, trial, { state: 'waiting' }) });
        rest();
        update({ problem: words });
        return;
      }
      settle(sweep, trial, typeof outcome === 'string' ? stoppedOften : outcome);
      return;
    }
  }

  function settle(sweep: Sweep, trial: number, record: TrialRecord): void {
    setRecords(new Map([[trial, record]]));
    const { records } = store.getState();
    update({ announcement: trialWords(sweep.plan, sweep.expansion, records, trial) });
    fill();
    const { phase } = store.getState();
    // The last one under way came to its end after the pause.
    if (phase === 'paused' && settledCount(records) === records.length) finish(sweep);
  }

  /** The record of a trial that came to its end; or that it was stopped by something else, or that no engine is there. */
  async function trainLane(lane: Lane, steps: number): Promise<TrialRecord | 'stopped' | 'unavailable'> {
    const { store: runStore, actions } = lane.run;
    const clock = stopwatch(now);
    for (;;) {
      const before = runStore.getState().status?.step ?? 0;
      const pausesBefore = pauses;
      clock.start();
      await actions.step(steps - before);
      clock.stop();
      if (!lanes.has(lane)) return 'stopped';
      const { status, problem, unavailable, trainPoints, testPoints } = runStore.getState();
      if (unavailable !== null) return 'unavailable';
      if (status === null) {
        return { state: 'failed', words: problem ?? 'internal: the run was not opened, and nothing said why.' };
      }
      if (status.phase === 'failed') {
        if (status.divergedAt === undefined)
          return { state: 'failed', words: status.message ?? 'internal: no reason.' };
        return {
          state: 'diverged',
          atStep: status.divergedAt,
          trainPoints,
          testPoints,
          best: bestOf(testPoints, null),
          durationMs: clock.ms(),
          executor: status.executor,
        };
      }
      if (status.step === steps && status.phase !== 'running') break;
      // By a pause of the sweep, which may be over already, or by something else.
      if (pauses === pausesBefore) return problem === null ? 'stopped' : { state: 'failed', words: problem };
      await paused?.over;
      if (!lanes.has(lane)) return 'stopped';
    }
    clock.start();
    const final = await measured(actions);
    clock.stop();
    const { status, trainPoints, testPoints } = runStore.getState();
    return {
      state: 'done',
      final,
      trainPoints,
      testPoints,
      best: bestOf(testPoints, final),
      durationMs: clock.ms(),
      executor: status?.executor ?? '–',
    };
  }

  async function measured(actions: SweepRun['actions']): Promise<Measurement> {
    const { step, labels, predicted, loss = null } = await actions.predictions();
    let right = 0;
    for (let image = 0; image < labels.length; image++) if (labels[image] === predicted[image]) right += 1;
    return { step, accuracy: right / labels.length, loss };
  }

  // ── What is shown of it ────────────────────────────────────────────────────────────────────────────────────────────────────

  function showLive(): void {
    const live = [...lanes].map(({ trial, run }) => {
      const { status, trainPoints, testPoints } = run.store.getState();
      return { trial, step: status?.step ?? 0, trainPoints, testPoints };
    });
    const nowMs = now();
    shownMs = nowMs;
    if (nowMs - toldTimeMs < TELL_TIME_MS) {
      update({ live });
      return;
    }
    toldTimeMs = nowMs;
    countTime();
    update({ live, msLeft: msLeft() });
  }

  function countTime(): void {
    if (work.sinceMs === null) return;
    const nowMs = now();
    work = { ...work, ms: work.ms + nowMs - work.sinceMs, sinceMs: nowMs };
  }

  function msLeft(): number | null {
    const { sweep, records } = store.getState();
    if (sweep === null || work.ms < SHORTEST_WORK_MS || work.steps === 0) return null;
    let steps = 0;
    for (const [trial, { state }] of records.entries()) {
      if (state === 'waiting' || state === 'running') steps += sweep.plan.steps * weightOf(sweep, trial);
    }
    for (const { trial, run } of lanes) steps -= (run.store.getState().status?.step ?? 0) * weightOf(sweep, trial);
    return (Math.max(0, steps) * work.ms) / work.steps;
  }

  // ── What the reader does ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Nothing is trained any more; lanes wait where they are. */
  function rest(): void {
    pauses += 1;
    countTime();
    work.sinceMs = null;
    if (paused === null) {
      let end = (): void => undefined;
      const over = new Promise<void>((resolve) => (end = resolve));
      paused = { over, end };
    }
    update({ phase: 'paused', msLeft: msLeft() });
    for (const { run } of lanes) void run.actions.pause();
    save([]);
    endTurn();
  }

  async function resume(): Promise<void> {
    const { phase } = store.getState();
    if (phase !== 'paused' && phase !== 'elsewhere') return;
    if (!(await takeTurn())) return;
    await saving;
    // Another tab may have gone on with it in between.
    const { sweep: stored } = await storage.load();
    const { sweep } = store.getState();
    if (stored !== null && (stored.id !== sweep?.id || stored.revision > revision)) {
      dropLanes();
      revision = stored.revision;
      update({ sweep: sweepFrom(stored.id, stored.plan), records: stored.records });
    }
    update({ announcement: 'The sweep goes on.' });
    turn.tell();
    begin();
  }

  function stopLanesOf(trials: ReadonlySet<number>): void {
    for (const lane of [...lanes]) if (trials.has(lane.trial)) closeLane(lane);
  }

  function giveUp(which: (record: TrialRecord, trial: number) => boolean): void {
    const { records, phase, sweep } = store.getState();
    if (sweep === null || phase === 'elsewhere') return;
    const given = new Map<number, TrialRecord>();
    for (const [trial, record] of records.entries()) {
      const isOpen = record.state === 'waiting' || record.state === 'running';
      if (isOpen && which(record, trial)) given.set(trial, { state: 'cancelled' });
    }
    if (given.size === 0) return;
    setRecords(given);
    stopLanesOf(new Set(given.keys()));
    if (phase === 'going') fill();
    else if (settledCount(store.getState().records) === records.length) finish(sweep);
  }

  const sweeper: Sweeper = {
    store,
    async start(plan) {
      const problem = planProblem(plan);
      if (problem !== null) {
        update({ problem: problem.words });
        return;
      }
      if (!(await takeTurn())) return;
      dropLanes();
      paused?.end();
      paused = null;
      revision = 0;
      work = { steps: 0, ms: 0, sinceMs: null };
      const sweep = sweepFrom(newId(), plan);
      const trials = sweep.expansion.trials.length;
      update({
        sweep,
        records: Array.from({ length: trials }, (): TrialRecord => ({ state: 'waiting' })),
        msLeft: null,
        announcement: `The sweep has started: ${trials} trials of ${plan.steps.toLocaleString('en-GB')} steps.`,
      });
      save([]);
      begin();
    },
    pause() {
      if (store.getState().phase !== 'going') return;
      const { records } = store.getState();
      update({ announcement: `The sweep is paused: ${settledCount(records)} of ${records.length} trials are done.` });
      rest();
    },
    resume,
    cancelTrial: (trial) => giveUp((_record, index) => index === trial),
    cancel: () => giveUp(() => true),
    async retry(trial) {
      const { records, phase } = store.getState();
      const state = records[trial]?.state;
      if (phase === 'elsewhere' || (state !== 'failed' && state !== 'cancelled')) return;
      if (!(await takeTurn())) return;
      setRecords(new Map([[trial, { state: 'waiting' }]]));
      if (store.getState().phase === 'going') fill();
      else begin();
    },
    dismiss: () => update({ problem: null, notice: null }),
  };
  turn.onTold(() => {
    if (giveBack === null) void load();
  });
  void load();
  return sweeper;
}

const stoppedOften: TrialRecord = {
  state: 'failed',
  words:
    'The trial was stopped three times by something else, such as a change of the executor. Retry it when that is over.',
};

function sweepFrom(id: string, plan: SweepPlan): Sweep {
  const counts = plan.axes.map((axis) => valuesOf(axis).length);
  return { id, title: planTitle(plan, counts), plan, expansion: expandPlan(plan) };
}

function replaced(records: readonly TrialRecord[], trial: number, record: TrialRecord): readonly TrialRecord[] {
  return records.map((before, index) => (index === trial ? record : before));
}

/** A step costs about as much as its batch is large. */
function weightOf({ plan, expansion }: Sweep, trial: number): number {
  return (expansion.trials[trial]?.description.batchSize ?? plan.base.batchSize) / plan.base.batchSize;
}

/** About how long a plan takes where a run of its base does so many steps a second; null where that is not known. */
export function estimateMs(plan: SweepPlan, stepsPerSecond: number | null): number | null {
  if (stepsPerSecond === null || !(stepsPerSecond > 0) || planProblem(plan) !== null) return null;
  const sweep = sweepFrom('', plan);
  const steps = sweep.expansion.trials.reduce((sum, _trial, index) => sum + plan.steps * weightOf(sweep, index), 0);
  return (steps / stepsPerSecond) * 1000;
}

function stopwatch(now: () => number): { start(): void; stop(): void; ms(): number } {
  let sum = 0;
  let since = 0;
  return {
    start: () => void (since = now()),
    stop: () => void (sum += now() - since),
    ms: () => sum,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
