/** The ledger of a page, on a database that other tabs share; runs are stores that the test fills. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunStatus, TrainPoint } from '../../engine/protocol';
import type { RunState } from '../runState';
import { databaseStorage } from './database';
import { createLedger, type Ledger, type LedgerChannel } from './ledger';
import { pointsOf } from './record';
import { memoryStorage } from './storage';
import { lenetOnDigits, testRun } from './testRuns';

/** Stands for both clocks; tests move it. */
let timeMs = 0;
const startMs = 1_700_000_000_000;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  timeMs = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

function pass(ms: number): void {
  timeMs += ms;
  vi.advanceTimersByTime(ms);
}

const listeners = new Set<() => void>();
/** Tabs of one browser, for as long as a test. */
function channel(): LedgerChannel {
  let own: (() => void) | null = null;
  return {
    post: () => listeners.forEach((listener) => listener !== own && listener()),
    listen(listener) {
      own = listener;
      listeners.add(listener);
    },
  };
}
afterEach(() => listeners.clear());

function openLedger(writer: string, storage = databaseStorage()): Ledger {
  return createLedger({
    storage,
    channel: channel(),
    now: () => timeMs,
    clock: () => startMs + timeMs,
    place: () => 'lenet',
    writer,
  });
}

interface TestRun {
  readonly store: StoreApi<RunState>;
  /** Trains so many steps, a point each, in so many milliseconds. */
  train(steps: number, ms?: number): void;
  phase(phase: RunStatus['phase'], message?: string): void;
  /** Another course, as a reset or a fork makes one. */
  begin(id: string, parent?: { readonly id: string; readonly step: number }): void;
}

function testStore(id: string, name = 'lenet'): TestRun {
  const status: RunStatus = {
    run: name,
    description: lenetOnDigits,
    phase: 'ready',
    step: 0,
    epoch: 0,
    loss: null,
    testAccuracy: null,
    learningRate: 0.001,
    stepsPerSecond: null,
    executor: 'wasm',
    parameters: 61_706,
    memoryBytes: 0,
    dataBytes: 0,
    message: null,
  };
  const branch = (own: string, parent: { readonly id: string; readonly step: number } | null) => ({
    id: own,
    parent,
    origin: lenetOnDigits,
    description: lenetOnDigits,
    history: [],
    checkpoints: [],
    lastStep: 0,
    trainPoints: [],
    testPoints: [],
  });
  const store = createStore<RunState>(() => ({
    name,
    id,
    description: lenetOnDigits,
    origin: lenetOnDigits,
    history: [],
    timeline: { branches: [branch(id, null)], bytes: 0, limitBytes: 0 },
    view: null,
    status,
    trainPoints: [],
    testPoints: [],
    weightsVersion: 0,
    progress: null,
    dataSets: [],
    environment: {
      executors: [{ name: 'wasm', available: true, detail: 'WebAssembly SIMD, 1 thread', stepMs: 4 }],
      chosen: 'wasm',
      reason: 'the only one here',
    },
    unavailable: null,
    announcement: '',
    problem: null,
  }));
  const statusNow = (): RunStatus => store.getState().status ?? status;
  const pointAt = (step: number): TrainPoint => ({ step, loss: 2 / step, accuracy: 0.5 });
  return {
    store,
    train(steps, ms = 0) {
      store.setState({ status: { ...statusNow(), phase: 'running' } });
      pass(ms);
      const { step } = statusNow();
      store.setState(({ trainPoints, testPoints }) => ({
        status: { ...statusNow(), step: step + steps },
        trainPoints: [...trainPoints, ...Array.from({ length: steps }, (_, index) => pointAt(step + index + 1))],
        testPoints: [...testPoints, { ...pointAt(step + steps), accuracy: 0.8 }],
      }));
    },
    phase: (phase, message) => store.setState({ status: { ...statusNow(), phase, message: message ?? null } }),
    begin(next, parent) {
      const keep = parent?.step ?? 0;
      store.setState(({ timeline, trainPoints, testPoints }) => ({
        id: next,
        timeline: { ...timeline, branches: [...timeline.branches, branch(next, parent ?? null)] },
        status: { ...statusNow(), phase: parent === undefined ? 'ready' : 'paused', step: keep },
        trainPoints: trainPoints.filter(({ step }) => step <= keep),
        testPoints: testPoints.filter(({ step }) => step <= keep),
      }));
    },
  };
}

const stepsKept = async (ledger: Ledger): Promise<Record<string, number>> => {
  await ledger.flush();
  await ledger.look();
  return Object.fromEntries(ledger.store.getState().summaries.map(({ id, steps }) => [id, steps]));
};

describe('the keeper', () => {
  test('a run is kept from 20 steps on, with what it is and what made it', async () => {
    const ledger = openLedger('one');
    const run = testStore('a');
    ledger.watch(run);
    run.train(19, 1000);
    run.phase('paused');
    expect(await stepsKept(ledger)).toEqual({});
    pass(60_000);
    run.train(1, 500);
    run.phase('paused');
    expect(await stepsKept(ledger)).toEqual({ a: 20 });
    expect(ledger.store.getState().summaries[0]).toMatchObject({
      id: 'a',
      origin: lenetOnDigits,
      description: lenetOnDigits,
      parent: null,
      chapter: 'lenet',
      executor: { name: 'wasm', detail: 'WebAssembly SIMD, 1 thread', reason: 'the only one here' },
      begunAt: startMs,
      lastAt: startMs + 61_500,
      trainingMs: 1500,
      figures: { testAccuracy: 0.8, bestTestAccuracy: { step: 19, value: 0.8 } },
    });
    const curves = await ledger.curves('a');
    expect(curves === null ? null : pointsOf(curves.train)).toEqual(run.store.getState().trainPoints);
  });

  test('while it trains, it is written at most every five seconds; at a pause, at once', async () => {
    const storage = memoryStorage();
    const update = vi.spyOn(storage, 'update');
    const ledger = openLedger('one', storage);
    const run = testStore('a');
    ledger.watch(run);
    for (let second = 0; second < 12; second++) run.train(100, 1000);
    // At the first, and 5 and 10 seconds after it.
    expect(update).toHaveBeenCalledTimes(3);
    run.phase('paused');
    expect(update).toHaveBeenCalledTimes(4);
    run.store.setState({ announcement: 'Paused.' });
    expect(update).toHaveBeenCalledTimes(4);
    expect(await stepsKept(ledger)).toEqual({ a: 1200 });
  });

  test('what was trained last is written five seconds later, also when nothing more happens', async () => {
    const storage = memoryStorage();
    const ledger = openLedger('one', storage);
    const run = testStore('a');
    ledger.watch(run);
    run.train(50);
    run.train(50, 100);
    expect((await storage.list()).summaries[0]?.steps).toBe(50);
    pass(5000);
    expect((await storage.list()).summaries[0]?.steps).toBe(100);
  });

  test('a page that is hidden writes at once', async () => {
    const storage = memoryStorage();
    const ledger = openLedger('one', storage);
    const run = testStore('a');
    ledger.watch(run);
    run.train(50);
    run.train(50, 100);
    await ledger.flush();
    expect((await storage.list()).summaries[0]?.steps).toBe(100);
  });

  test('a reset begins another record; the one before has all of its steps', async () => {
    const ledger = openLedger('one');
    const run = testStore('a');
    ledger.watch(run);
    run.train(30);
    run.train(70, 100);
    run.begin('b');
    run.train(25);
    expect(await stepsKept(ledger)).toEqual({ a: 100, b: 25 });
  });

  test('a fork is kept from 20 steps of its own on, and names its parent', async () => {
    const ledger = openLedger('one');
    const run = testStore('a');
    ledger.watch(run);
    run.train(100);
    run.begin('b', { id: 'a', step: 60 });
    run.train(19);
    expect(await stepsKept(ledger)).toEqual({ a: 100 });
    run.train(1);
    expect(await stepsKept(ledger)).toEqual({ a: 100, b: 80 });
    const fork = ledger.store.getState().summaries.find(({ id }) => id === 'b');
    expect(fork?.parent).toEqual({ id: 'a', step: 60 });
  });

  test('a run that a reload has brought back is written when it trains on, and not before', async () => {
    const earlier = openLedger('one');
    const run = testStore('a');
    earlier.watch(run);
    run.train(100, 1000);
    await earlier.flush();
    const kept = run.store.getState();
    const ledger = openLedger('two');
    const again = testStore('new');
    ledger.watch(again);
    pass(60_000);
    await ledger.remove(['a']);
    if (kept.status === null) throw new Error('no status');
    again.store.setState({ ...kept, status: { ...kept.status, phase: 'paused' } });
    expect(await stepsKept(ledger)).toEqual({});
    await ledger.undo();
    again.train(50, 500);
    again.phase('paused');
    expect(await stepsKept(ledger)).toEqual({ a: 150 });
    expect(ledger.store.getState().summaries[0]).toMatchObject({ begunAt: startMs, trainingMs: 1500 });
  });

  test('a failure is kept with its reason, and a run of a sweep with the sweep', async () => {
    const ledger = openLedger('one');
    const run = testStore('a', 'sweep-3');
    ledger.markSweep('sweep-3', { id: 's1', title: 'Learning rates' });
    ledger.watch(run);
    run.train(30);
    run.phase('failed', 'The loss is no number any more.');
    await stepsKept(ledger);
    expect(ledger.store.getState().summaries[0]).toMatchObject({
      failure: 'The loss is no number any more.',
      sweep: { id: 's1', title: 'Learning rates' },
    });
  });
});

describe('two tabs over one database', () => {
  test('names, notes and pins of another tab survive what the run’s own tab writes', async () => {
    const [mine, other] = [openLedger('one'), openLedger('two')];
    const run = testStore('a');
    mine.watch(run);
    run.train(30);
    await mine.flush();
    await other.look();
    await other.rename('a', '  My best  ');
    await other.note('a', 'Look at step 20.');
    await other.pin('a', true);
    run.train(70, 6000);
    expect(await stepsKept(mine)).toEqual({ a: 100 });
    expect(mine.store.getState().summaries[0]).toMatchObject({
      name: 'My best',
      notes: 'Look at step 20.',
      isPinned: true,
    });
  });

  test('a record that another tab deleted is not written again, unless it is put back', async () => {
    const [mine, other] = [openLedger('one'), openLedger('two')];
    const run = testStore('a');
    mine.watch(run);
    run.train(30);
    await mine.flush();
    await other.remove(['a']);
    run.train(70, 6000);
    expect(await stepsKept(mine)).toEqual({});
    await other.undo();
    run.train(10, 6000);
    expect(await stepsKept(mine)).toEqual({ a: 110 });
  });

  test('each tab writes its own runs, and each sees all, without being asked', async () => {
    const [mine, other] = [openLedger('one'), openLedger('two')];
    await other.look();
    const [run, theirs] = [testStore('a'), testStore('b')];
    mine.watch(run);
    other.watch(theirs);
    run.train(30);
    theirs.train(40);
    await mine.flush();
    await other.flush();
    await vi.waitFor(() =>
      expect(
        other.store
          .getState()
          .summaries.map(({ id }) => id)
          .sort(),
      ).toEqual(['a', 'b']),
    );
  });

  test('a duplicated tab takes the record over, and the earlier one stops writing it', async () => {
    const [mine, copy] = [openLedger('one'), openLedger('two')];
    const [run, again] = [testStore('a'), testStore('a')];
    mine.watch(run);
    run.train(100, 1000);
    await mine.flush();
    copy.watch(again);
    again.train(150, 1000);
    await copy.flush();
    run.train(900, 6000);
    expect(await stepsKept(mine)).toEqual({ a: 150 });
    expect(mine.store.getState().summaries[0]?.trainingMs).toBe(2000);
  });
});

describe('what a reader does', () => {
  async function withRuns(...ids: string[]): Promise<Ledger> {
    const ledger = openLedger('one');
    await ledger.add(ids.map((id, index) => testRun(id, { begunAt: startMs - index })));
    return ledger;
  }
  const ids = (ledger: Ledger): string[] => ledger.store.getState().summaries.map(({ id }) => id);

  test('the list is newest first', async () => {
    expect(ids(await withRuns('a', 'c', 'b'))).toEqual(['a', 'c', 'b']);
  });

  test('deleting in two goes, and both undone, the last first', async () => {
    const ledger = await withRuns('a', 'b', 'c');
    await ledger.remove(['b']);
    await ledger.remove(['a']);
    expect(ids(ledger)).toEqual(['c']);
    await ledger.undo();
    expect(ids(ledger)).toEqual(['a', 'c']);
    await ledger.undo();
    expect(ids(ledger)).toEqual(['a', 'b', 'c']);
    expect(await ledger.curves('b')).toEqual(testRun('b').curves);
    await ledger.undo();
    expect(ids(ledger)).toEqual(['a', 'b', 'c']);
    await ledger.remove(['c']);
    ledger.forgetRemoved();
    await ledger.undo();
    expect(ids(ledger)).toEqual(['a', 'b']);
  });

  test('all that are not pinned', async () => {
    const ledger = await withRuns('a', 'b', 'c');
    await ledger.pin('b', true);
    await ledger.remove('unpinned');
    expect(ids(ledger)).toEqual(['b']);
  });

  test('a name that cannot be is refused with the reason, and nothing changes', async () => {
    const ledger = await withRuns('a');
    await expect(ledger.rename('a', 'x'.repeat(61))).rejects.toThrow('at most 60 characters, found 61');
    await expect(ledger.note('a', '\u0000')).rejects.toThrow('control characters');
    expect(ledger.store.getState().summaries[0]).toEqual(testRun('a', { begunAt: startMs }).summary);
  });

  test('runs that are here already stay as they are when they come again', async () => {
    const ledger = await withRuns('a');
    await ledger.rename('a', 'Mine');
    expect(await ledger.add([testRun('a'), testRun('b')])).toEqual({ added: 1, known: 1 });
    expect(ledger.store.getState().summaries.find(({ id }) => id === 'a')?.name).toBe('Mine');
    expect((await ledger.read(['b', 'z', 'a'])).map(({ summary }) => summary.id)).toEqual(['b', 'a']);
  });

  test('where nothing can be kept, it is said, and all of it works for the visit', async () => {
    Reflect.deleteProperty(globalThis, 'indexedDB');
    const ledger = openLedger('one');
    const run = testStore('a');
    ledger.watch(run);
    run.train(30);
    expect(await stepsKept(ledger)).toEqual({ a: 30 });
    await ledger.rename('a', 'Here today');
    expect(ledger.store.getState()).toMatchObject({
      summaries: [{ name: 'Here today' }],
      notice: 'This browser has no database for pages, so runs are kept for this visit only.',
    });
  });
});
