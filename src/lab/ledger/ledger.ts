/**
 * The ledger of runs: everything that was trained on this machine, and what a reader can do to it.
 *
 * Picture: the storage is the truth, shared by all tabs. The state holds the list as it was last read, with what this page has changed
 * since; it is read for the first time when somebody looks, and again when another tab says that it has changed something. The keeper
 * writes the runs of this page.
 *
 * Deliberately not here: what is chosen, filtered and drawn, which is the dialog's.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunHandle } from '../runState';
import { ledgerDatabase } from './database';
import { createKeeper } from './keeper';
import { keptRun, runNameProblem, runNotesProblem } from './record';
import type { KeptRun, RunCurves, RunSummary, SweepMark } from './record';
import { readRunsJson } from './runFiles';
import { memoryStorage, type Change, type LedgerStorage } from './storage';
import { visitStorage } from './visitStorage';

export interface LedgerState {
  /** False until the list has been read once. */
  readonly isLoaded: boolean;
  /** Newest first. */
  readonly summaries: readonly RunSummary[];
  /** Records that are there and cannot be read. */
  readonly damaged: number;
  /** Why runs are here for this visit only, in words; null while they are kept. */
  readonly notice: string | null;
  /** What `undo` would bring back, latest first. */
  readonly removed: readonly (readonly KeptRun[])[];
}

export interface Ledger {
  readonly store: Pick<StoreApi<LedgerState>, 'getState' | 'subscribe'>;
  /** Keeps this run from now on. */
  watch(run: Pick<RunHandle, 'store'>): void;
  /** The runs of this name belong to a sweep from now on; null: to none. */
  markSweep(run: string, sweep: SweepMark | null): void;
  /** Writes at once what is not written yet. */
  flush(): Promise<void>;
  /** Reads the list, where it may be another than is known: other tabs tell their changes, if the browser lets them. */
  look(): Promise<void>;
  curves(id: string): Promise<RunCurves | null>;
  /** @throws Error with the reason in words, where a run cannot have this name */
  rename(id: string, name: string): Promise<void>;
  /** @throws Error with the reason in words */
  note(id: string, notes: string): Promise<void>;
  pin(id: string, isPinned: boolean): Promise<void>;
  remove(which: readonly string[] | 'unpinned'): Promise<void>;
  /** Puts back what was removed last. */
  undo(): Promise<void>;
  /** What was removed cannot be put back any more. */
  forgetRemoved(): void;
  /** Of these, those that are there and can be read. */
  read(ids: readonly string[]): Promise<readonly KeptRun[]>;
  /** Takes runs over that were checked before. Those that are here already stay as they are. */
  add(runs: readonly KeptRun[]): Promise<Taken>;
  /**
   * Takes over the runs of a file, checked completely before the first is kept.
   *
   * @throws RunsFileError
   */
  takeJson(text: string, fileName: string): Promise<Taken>;
}

export interface Taken {
  readonly added: number;
  /** Were here already. */
  readonly known: number;
}

/** Tells other tabs that something has changed, and hears of it. */
export interface LedgerChannel {
  post(): void;
  listen(listener: () => void): void;
}

export interface LedgerOptions {
  /** Left out: memory, for this visit. */
  readonly storage?: LedgerStorage;
  readonly channel?: LedgerChannel | null;
  readonly now: () => number;
  readonly clock: () => number;
  readonly place: () => string;
  /** Names this page; another one for every page. */
  readonly writer: string;
}

export function createLedger({ storage: database, channel = null, now, clock, place, writer }: LedgerOptions): Ledger {
  const store = createStore<LedgerState>(() => ({
    isLoaded: false,
    summaries: [],
    damaged: 0,
    notice: null,
    removed: [],
  }));
  const storage = visitStorage(database ?? memoryStorage(), (notice) => store.setState({ notice }));
  const sweeps = new Map<string, SweepMark>();
  /** Grows with every change that this page makes, so that a list that was read before it is read again. */
  let changes = 0;
  let looking: Promise<void> | null = null;

  function changed(): void {
    changes += 1;
    channel?.post();
  }
  function show(summary: RunSummary): void {
    const { isLoaded, summaries } = store.getState();
    if (!isLoaded) return;
    const others = summaries.filter(({ id }) => id !== summary.id);
    store.setState({ summaries: newestFirst([...others, summary]) });
  }
  async function change(id: string, wanted: (existing: RunSummary | null) => Change): Promise<void> {
    const summary = await storage.update(id, wanted);
    changed();
    if (summary !== null) show(summary);
  }
  const changeText = (id: string, part: Partial<RunSummary>): Promise<void> =>
    change(id, (existing) => (existing === null ? null : { summary: { ...existing, ...part } }));

  const keeper = createKeeper({
    storage,
    now,
    clock,
    place,
    writer,
    sweepOf: (run) => sweeps.get(run) ?? null,
    onWritten(summary) {
      changed();
      show(summary);
    },
  });

  async function readList(): Promise<void> {
    for (;;) {
      const before = changes;
      const { summaries, damaged } = await storage.list();
      if (changes !== before) continue;
      store.setState({ isLoaded: true, summaries: newestFirst(summaries), damaged });
      return;
    }
  }
  function readAgain(): Promise<void> {
    looking ??= readList().finally(() => (looking = null));
    return looking;
  }
  const ledger: Ledger = {
    store,
    watch: (run) => void keeper.watch(run),
    markSweep(run, sweep) {
      if (sweep === null) sweeps.delete(run);
      else sweeps.set(run, sweep);
    },
    flush: () => keeper.flush(),
    look() {
      if (looking === null && channel !== null && store.getState().isLoaded) return Promise.resolve();
      return readAgain();
    },
    curves: (id) => storage.curves(id),
    async rename(id, name) {
      const wanted = name.trim();
      const problem = runNameProblem(wanted);
      if (problem !== null) throw new Error(problem);
      await changeText(id, { name: wanted });
    },
    async note(id, notes) {
      const problem = runNotesProblem(notes);
      if (problem !== null) throw new Error(problem);
      await changeText(id, { notes });
    },
    pin: (id, isPinned) => changeText(id, { isPinned }),
    async remove(which) {
      const removed = await storage.remove(which);
      changed();
      const gone = new Set(removed.map(({ summary }) => summary.id));
      const state = store.getState();
      store.setState({
        summaries: state.summaries.filter(({ id }) => !gone.has(id)),
        ...(removed.length === 0 ? {} : { removed: [removed, ...state.removed] }),
      });
    },
    async undo() {
      const [latest = [], ...removed] = store.getState().removed;
      store.setState({ removed });
      for (const { summary, curves } of latest) {
        await storage.update(summary.id, (existing) => (existing === null ? { summary, curves } : null));
      }
      changed();
      await readAgain();
    },
    forgetRemoved: () => store.setState({ removed: [] }),
    async read(ids) {
      const { summaries } = await storage.list();
      const kept: KeptRun[] = [];
      for (const id of ids) {
        const summary = summaries.find((candidate) => candidate.id === id);
        if (summary === undefined) continue;
        const curves = (await storage.curves(id)) ?? keptRun(summary, summary.writer, [], []).curves;
        kept.push({ summary, curves });
      }
      return kept;
    },
    async add(runs) {
      let added = 0;
      for (const { summary, curves } of runs) {
        await storage.update(summary.id, (existing) => {
          if (existing !== null) return null;
          added += 1;
          return { summary, curves };
        });
      }
      changed();
      await readAgain();
      return { added, known: runs.length - added };
    },
    async takeJson(text, fileName) {
      return ledger.add(readRunsJson(text, fileName, '', clock()));
    },
  };
  channel?.listen(() => {
    // Nobody has looked yet: nothing to show.
    if (!store.getState().isLoaded) return;
    changes += 1;
    void readAgain();
  });
  return ledger;
}

function newestFirst(summaries: readonly RunSummary[]): readonly RunSummary[] {
  return [...summaries].sort((one, other) => other.begunAt - one.begunAt || (one.id < other.id ? -1 : 1));
}

/** The browser's own channel between the tabs of a site; null where it has none. */
export function tabChannel(name = ledgerDatabase): LedgerChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel(name);
  return {
    post: () => channel.postMessage('changed'),
    listen: (listener) => channel.addEventListener('message', listener),
  };
}
