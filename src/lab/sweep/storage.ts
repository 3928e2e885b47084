/**
 * Keeps the page's sweep in the browser, so that it is there after a reload.
 *
 * Picture: one database with two shelves. `sweeps` has the plan and how far it is, a small record that is written often; `trials` has one
 * record for each trial that has an end, curve and all, written once. Only the newest sweep is kept; each of its trials is a run of the
 * ledger too. Versions of the database: 1 had the trials inside the sweep's record; 2 has them on their own shelf.
 *
 * Nothing here rejects: what cannot be kept is told in words, and the sweep goes on in memory. What is read is checked before it is used.
 */

import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { expandPlan, type SweepPlan } from './plan';
import type { TrialRecord } from './results';

/** The plan and how far it is; trials that have an end stand beside it. */
export interface StoredSweep {
  readonly id: string;
  readonly plan: SweepPlan;
  /** Grows with every change, so that a tab sees that another one has gone on. */
  readonly revision: number;
  /** One for each trial; `running` is never stored, because a trial that was under way begins again. */
  readonly records: readonly TrialRecord[];
}

export interface SweepStorage {
  /** Null when there is none. `problem`: why nothing could be read, in words. */
  load(): Promise<{ readonly sweep: StoredSweep | null; readonly problem: string | null }>;
  /** Keeps the sweep and, of its trials, those named; a sweep of another name is forgotten. Resolves with the problem, in words. */
  keep(sweep: StoredSweep, changed: readonly number[]): Promise<string | null>;
}

const NAME = 'receptive-field-sweeps';
const VERSION = 2;

interface SweepHead {
  readonly id: string;
  readonly plan: SweepPlan;
  readonly revision: number;
  /** How many trials there are. */
  readonly trials: number;
}
interface StoredTrial {
  readonly sweep: string;
  readonly trial: number;
  readonly record: TrialRecord;
}
interface Shelves extends DBSchema {
  sweeps: { key: string; value: SweepHead };
  trials: { key: [string, number]; value: StoredTrial; indexes: { sweep: string } };
}

export function createSweepStorage(): SweepStorage {
  let opened: Promise<IDBPDatabase<Shelves>> | null = null;

  function database(): Promise<IDBPDatabase<Shelves>> {
    opened ??= openShelves(() => (opened = null)).catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  return {
    async load() {
      try {
        const shelves = await database();
        const [head] = await shelves.getAll('sweeps');
        if (head === undefined) return { sweep: null, problem: null };
        const trials = await shelves.getAllFromIndex('trials', 'sweep', head.id);
        const sweep = assembled(head, trials);
        if (sweep !== null) return { sweep, problem: null };
        return { sweep: null, problem: 'The sweep that this browser kept cannot be read any more and is left out.' };
      } catch (error) {
        return { sweep: null, problem: keptProblem(error) };
      }
    },
    async keep({ id, plan, revision, records }, changed) {
      try {
        const shelves = await database();
        const transaction = shelves.transaction(['sweeps', 'trials'], 'readwrite');
        const [sweeps, trials] = [transaction.objectStore('sweeps'), transaction.objectStore('trials')];
        for (const key of await sweeps.getAllKeys()) {
          if (key === id) continue;
          await sweeps.delete(key);
          for (const trial of await trials.index('sweep').getAllKeys(key)) await trials.delete(trial);
        }
        await sweeps.put({ id, plan, revision, trials: records.length });
        for (const trial of changed) {
          const record = records[trial];
          if (record === undefined || record.state === 'waiting' || record.state === 'running') {
            await trials.delete([id, trial]);
          } else await trials.put({ sweep: id, trial, record });
        }
        await transaction.done;
        return null;
      } catch (error) {
        return keptProblem(error);
      }
    },
  };
}

/** For tests, and where nothing may be kept. */
export function createMemoryStorage(): SweepStorage {
  let kept: StoredSweep | null = null;
  return {
    load: () => Promise.resolve({ sweep: kept, problem: null }),
    keep(sweep) {
      kept = structuredClone(sweep);
      return Promise.resolve(null);
    },
  };
}

async function openShelves(onGone: () => void): Promise<IDBPDatabase<Shelves>> {
  if (typeof indexedDB === 'undefined') throw new Error('it has no storage for pages');
  return openDB<Shelves>(NAME, VERSION, {
    upgrade(db, oldVersion, _newVersion, transaction) {
      if (oldVersion < 1) db.createObjectStore('sweeps', { keyPath: 'id' });
      if (oldVersion < 2) {
        db.createObjectStore('trials', { keyPath: ['sweep', 'trial'] }).createIndex('sweep', 'sweep');
        // A failure ends the whole change of version, and with it the opening.
        takeOutTrials(transaction).catch(() => transaction.abort());
      }
    },
    // A later version of the book wants to change the shelves: this page lets go, and asks again when it needs them.
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close();
      onGone();
    },
    terminated: onGone,
  });
}

/** From version 1 to 2. */
async function takeOutTrials(
  transaction: IDBPTransaction<Shelves, StoreNames<Shelves>[], 'versionchange'>,
): Promise<void> {
  const [sweeps, trials] = [transaction.objectStore('sweeps'), transaction.objectStore('trials')];
  for (const old of (await sweeps.getAll()) as unknown as readonly FirstVersion[]) {
    await sweeps.put({ id: old.id, plan: old.plan, revision: old.revision, trials: old.records.length });
    for (const [trial, record] of old.records.entries()) {
      if (record.state !== 'waiting') await trials.put({ sweep: old.id, trial, record });
    }
  }
}

/** What version 1 kept. */
interface FirstVersion {
  readonly id: string;
  readonly plan: SweepPlan;
  readonly revision: number;
  readonly records: readonly TrialRecord[];
}

/** Null for what cannot be used. */
function assembled(head: SweepHead, trials: readonly StoredTrial[]): StoredSweep | null {
  const { id, plan, revision } = head;
  try {
    const count = expandPlan(plan).trials.length;
    if (typeof id !== 'string' || !Number.isSafeInteger(revision) || count !== head.trials) return null;
    const records = Array.from({ length: count }, (): TrialRecord => ({ state: 'waiting' }));
    for (const { trial, record } of trials) if (trial in records && isRecord(record)) records[trial] = record;
    return { id, plan, revision, records };
  } catch {
    return null;
  }
}

function isRecord(record: TrialRecord): boolean {
  switch (record.state) {
    case 'done':
      return isCurve(record) && typeof record.final.accuracy === 'number';
    case 'diverged':
      return isCurve(record) && typeof record.atStep === 'number';
    case 'failed':
      return typeof record.words === 'string';
    default:
      return record.state === 'cancelled';
  }
}
function isCurve({
  trainPoints,
  testPoints,
}: {
  readonly trainPoints: unknown;
  readonly testPoints: unknown;
}): boolean {
  return Array.isArray(trainPoints) && Array.isArray(testPoints);
}

function keptProblem(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') {
    return 'This browser has no room left, so the sweep is not kept: it goes on, and is gone when this page is left. Delete data sets under Data… to make room.';
  }
  if (name === 'VersionError') {
    return 'This browser keeps sweeps of a later version of the book, which this page cannot read. Reload the page; until then the sweep is not kept.';
  }
  const why = error instanceof Error ? error.message : String(error);
  return `This browser keeps nothing for this page (${why}). The sweep goes on, and is gone when the page is left; allow this site to store data to keep it.`;
}
