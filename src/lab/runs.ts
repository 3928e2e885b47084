/**
 * The runs of a page. Figures open them by name; who asks for the same name gets the same run.
 *
 * Picture: one engine client for the page, started when the first run is opened, and per name one run (`openedRun.ts`) that hears what it
 * reports. Runs live as long as the page, so that a reader who goes to another chapter and comes back finds the network as it was.
 *
 * Deliberately not here: React, and anything that computes.
 */

import { createEngineClient, type EngineClient, type WorkerLike } from '../engine/client';
import type { EngineConfiguration, RunDescription } from '../engine/protocol';
import { createDataMicroscope, type DataMicroscope } from './dataMicroscope';
import { createDataShelf, type DataShelf, type PageStorage } from './dataShelf';
import { keptDatabase } from './kept/keptDatabase';
import type { RunMemory } from './kept/keptRun';
import { createRunMemory } from './kept/memory';
import { claimTab } from './kept/tab';
import { databaseStorage } from './ledger/database';
import { createLedger, tabChannel, type Ledger, type LedgerOptions } from './ledger/ledger';
import { createOpenedRun, type OpenedRun } from './openedRun';
import type { RunHandle } from './runState';
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
  /** Names for courses of training, each used once in the world. */
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The chapter that the reader is in, such as `lenet`; empty elsewhere. */
  readonly place: () => string;
  /** Where each run is kept over a reload. Left out: it lasts as long as the page. */
  readonly memory?: RunMemory;
  /** Where runs are kept, and how other tabs hear of it. Left out: in memory, for this visit. */
  readonly ledger?: () => Pick<LedgerOptions, 'storage' | 'channel' | 'writer'>;
}

export interface Lab {
  /** The data sets of the page. */
  readonly shelf: DataShelf;
  /** What is in the data sets of the page. */
  readonly microscope: DataMicroscope;
  /** Every run that was trained on this machine. */
  readonly ledger: Ledger;
  openRun(name: string, defaults?: Partial<RunDescription>, options?: RunOptions): RunHandle;
  /** Its engine's part is freed; who opens the name again begins anew. */
  closeRun(name: string): void;
  /** Called with every run that is open, and with every one that is opened later. Returns the function that ends it. */
  watchRuns(listener: (run: RunHandle) => void): () => void;
}

export interface RunOptions {
  /** Left out: true. Without checkpoints the run has no timeline. */
  readonly checkpoints?: boolean;
}

export function createLab(options: LabOptions): Lab {
  const runs = new Map<string, OpenedRun>();
  const watchers = new Set<(run: RunHandle) => void>();
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

  let ledger: Ledger | null = null;
  /** Made when the first run is opened, so that none is missed. */
  function keptRuns(): Ledger {
    if (ledger !== null) return ledger;
    const { now, clock, place } = options;
    const made = createLedger({ writer: '', ...options.ledger?.(), now, clock, place });
    for (const { handle } of runs.values()) made.watch(handle);
    watchers.add((run) => made.watch(run));
    options.onVisibility((hidden) => {
      if (hidden) void made.flush();
    });
    ledger = made;
    return made;
  }

  return {
    get ledger() {
      return keptRuns();
    },
    shelf: createDataShelf({ engine, obstacle: options.obstacle, storage: options.storage }),
    microscope: createDataMicroscope({ engine, obstacle: options.obstacle }),
    openRun(name, defaults = {}, { checkpoints = true } = {}) {
      const known = runs.get(name);
      if (known !== undefined) return known.handle;
      keptRuns();
      const description = { ...defaultDescription, ...defaults };
      const opened = createOpenedRun({ ...options, name, description, keepsCheckpoints: checkpoints, engine });
      runs.set(name, opened);
      for (const watcher of watchers) watcher(opened.handle);
      const obstacle = options.obstacle();
      if (obstacle !== null) opened.receive({ kind: 'unavailable', message: obstacle });
      return opened.handle;
    },
    closeRun(name) {
      runs.get(name)?.close();
      if (!runs.delete(name) || client === null) return;
      // An engine that is being started again has none of its runs.
      client.request('close', { run: name }).catch(() => undefined);
    },
    watchRuns(listener) {
      watchers.add(listener);
      for (const { handle } of runs.values()) listener(handle);
      return () => watchers.delete(listener);
    },
  };
}

/** Sixteen random bytes. `randomUUID` is there on secure pages only. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function sessionOfPage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

let pageLab: Lab | null = null;

/** For what belongs to the whole page, such as its sweep. */
export function thisPagesLab(): Lab {
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
    newId,
    clock: () => performance.timeOrigin + performance.now(),
    place: () => /\/chapters\/([^/]+)/.exec(location.pathname)?.[1] ?? '',
    memory: createRunMemory({
      database: keptDatabase(),
      tab: () => claimTab({ session: sessionOfPage(), locks: navigator.locks, newId }),
      clock: () => performance.timeOrigin + performance.now(),
    }),
    ledger: () => ({ storage: databaseStorage(), channel: tabChannel(), writer: newId() }),
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

/** Every run that was trained on this machine. */
export function pageLedger(): Ledger {
  return thisPagesLab().ledger;
}

/**
 * The run of this name, made with `defaults` when nobody has opened it yet. Starts the engine when it is the first. The same
 * handle for everybody who asks for the name, across chapters, until the page is left.
 */
export function openRun(name: string, defaults?: Partial<RunDescription>): RunHandle {
  return thisPagesLab().openRun(name, defaults);
}
