/**
 * The ledger in the browser's database, which all tabs of the book share. Two tables: `runs` holds the summaries, `curves` the curves,
 * so that a list of a thousand runs reads no curve.
 *
 * Versions. 1 had one table with everything in it: one description, the points as a list of records, no names, no forks. 2 is the present
 * one; records of 1 are carried over when it is opened, and one that cannot be read stays where it is and is counted. A database of a
 * later version is not touched.
 *
 * Deliberately not here: what to do when the browser refuses (`visitStorage.ts`).
 */

import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { TestPoint, TrainPoint } from '../../engine/protocol';
import { recordAt } from '../descriptionCheck';
import { keptRun, recordVersion } from './record';
import type { KeptRun, RunCurves, RunSummary } from './record';
import { checkedCurves, checkedFacts, checkedSummary } from './recordCheck';
import type { LedgerStorage } from './storage';

export const ledgerDatabase = 'receptive-field-runs';
/** Another tab that keeps an older version open is asked to let go, and given this long. */
const BLOCKED_MS = 2000;

/** Why the browser keeps nothing: what it is, and what a reader can do. */
export class LedgerStorageError extends Error {
  override readonly name = 'LedgerStorageError';
}

interface Tables extends DBSchema {
  runs: { key: string; value: unknown };
  curves: { key: string; value: unknown };
}
type Database = IDBPDatabase<Tables>;

export function databaseStorage(name = ledgerDatabase): LedgerStorage {
  let connection: Promise<Database> | null = null;

  function open(): Promise<Database> {
    if (connection !== null) return connection;
    const { opened, blocked } = openDatabase(name, () => (connection = null));
    // Blocked, it is open as soon as the other tab lets go, and until then every question has the same answer.
    opened.then(
      () => (connection = opened),
      () => (connection = null),
    );
    connection = Promise.race([opened, blocked]);
    return connection;
  }
  /** Every failure in words. */
  async function attempt<T>(action: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await action(await open());
    } catch (error) {
      throw storageFailure(error);
    }
  }

  return {
    list: () =>
      attempt(async (database) => {
        const values = await database.getAll('runs');
        const summaries = values.flatMap((value) => readSummary(value) ?? []);
        return { summaries, damaged: values.length - summaries.length };
      }),
    curves: (id) => attempt(async (database) => readCurves(await database.get('curves', id))),
    update: (id, change) =>
      attempt(async (database) => {
        const transaction = database.transaction(['runs', 'curves'], 'readwrite');
        const existing = readSummary(await transaction.objectStore('runs').get(id));
        const wanted = change(existing);
        if (wanted !== null) {
          const puts: Promise<unknown>[] = [transaction.objectStore('runs').put(wanted.summary)];
          if (wanted.curves !== undefined) puts.push(transaction.objectStore('curves').put(wanted.curves));
          await Promise.all([...puts, transaction.done]);
        } else await transaction.done;
        return wanted?.summary ?? existing;
      }),
    remove: (which) =>
      attempt(async (database) => {
        const transaction = database.transaction(['runs', 'curves'], 'readwrite');
        const runs = transaction.objectStore('runs');
        const curves = transaction.objectStore('curves');
        const removed: KeptRun[] = [];
        const takeOut = async (id: string): Promise<void> => {
          const summary = readSummary(await runs.get(id));
          const kept = readCurves(await curves.get(id));
          if (summary !== null) {
            removed.push({ summary, curves: kept ?? keptRun(summary, summary.writer, [], []).curves });
          }
          await Promise.all([runs.delete(id), curves.delete(id)]);
        };
        const ids =
          which === 'unpinned'
            ? (await runs.getAll()).flatMap((value) => {
                const summary = readSummary(value);
                return summary === null || summary.isPinned ? [] : [summary.id];
              })
            : which;
        for (const id of ids) await takeOut(id);
        await transaction.done;
        return removed;
      }),
  };
}

function readSummary(value: unknown): RunSummary | null {
  try {
    return checkedSummary(value, 'the record');
  } catch {
    return null;
  }
}
function readCurves(value: unknown): RunCurves | null {
  try {
    return checkedCurves(value, 'the curves');
  } catch {
    return null;
  }
}

/** `blocked` is rejected when another tab does not let go in time, and else never settles. */
function openDatabase(
  name: string,
  onClosed: () => void,
): { readonly opened: Promise<Database>; readonly blocked: Promise<never> } {
  let refuse: (reason: LedgerStorageError) => void = () => undefined;
  const blocked = new Promise<never>((_, reject) => (refuse = reject));
  blocked.catch(() => undefined);
  let wait: ReturnType<typeof setTimeout> | undefined;
  const open = async (): Promise<Database> => {
    if (typeof indexedDB === 'undefined') {
      throw new LedgerStorageError('This browser has no database for pages, so runs are kept for this visit only.');
    }
    try {
      return await openDB<Tables>(name, recordVersion, {
        upgrade(database, oldVersion, _newVersion, transaction) {
          migrate(database, oldVersion, transaction).catch(() => {
            // Nothing is carried over then, and everything stays in its earlier form; aborted already when the browser refused.
            if (transaction.error === null) transaction.abort();
          });
        },
        blocked() {
          wait = setTimeout(() => refuse(new LedgerStorageError(BLOCKED)), BLOCKED_MS);
        },
        blocking(_current, _blocked, event) {
          // A later version of the book wants to carry the records over; this page opens them again, or hears that it cannot.
          (event.target as IDBDatabase).close();
          onClosed();
        },
        terminated: onClosed,
      });
    } finally {
      clearTimeout(wait);
    }
  };
  return { opened: open(), blocked };
}
const BLOCKED =
  'Another tab holds the kept runs in the form of an earlier version of this book, so runs are kept for this visit only. Close the other tabs of the book and reload this one.';

type Upgrade = IDBPTransaction<Tables, ('runs' | 'curves')[], 'versionchange'>;

async function migrate(database: Database, oldVersion: number, transaction: Upgrade): Promise<void> {
  if (oldVersion < 1) database.createObjectStore('runs', { keyPath: 'id' });
  if (oldVersion < 2) {
    database.createObjectStore('curves', { keyPath: 'id' });
    let cursor = await transaction.objectStore('runs').openCursor();
    while (cursor !== null) {
      const carried = fromVersion1(cursor.value);
      if (carried !== null) {
        await cursor.update(carried.summary);
        await transaction.objectStore('curves').put(carried.curves);
      }
      cursor = await cursor.continue();
    }
  }
}

/** `{ id, title, description, executor, began, ended, steps, points, tests }`, times in milliseconds. */
function fromVersion1(value: unknown): KeptRun | null {
  try {
    const { id, title, description, executor, began, ended, steps, points, tests } = recordAt(value, 'the record');
    const facts = checkedFacts(
      {
        id,
        origin: description,
        description,
        history: [],
        parent: null,
        sweep: null,
        chapter: '',
        dataTitle: null,
        executor: { name: executor, detail: '', reason: '' },
        begunAt: began,
        lastAt: ended,
        trainingMs: Math.max(0, Number(ended) - Number(began)),
        steps,
        failure: null,
        name: title,
        notes: '',
        isPinned: false,
        importedAt: null,
      },
      'the record',
    );
    return keptRun(facts, '', points as readonly TrainPoint[], tests as readonly TestPoint[]);
  } catch {
    return null;
  }
}

function storageFailure(error: unknown): LedgerStorageError {
  if (error instanceof LedgerStorageError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const cause = { cause: error };
  if (name === 'VersionError') {
    return new LedgerStorageError(
      'The kept runs are in the form of a later version of this book. They are left as they are, and runs are kept for this visit only. Reload the page to get the later version.',
      cause,
    );
  }
  if (name === 'QuotaExceededError') {
    return new LedgerStorageError(
      'The browser has no more room for runs, so what is new is kept for this visit only. Delete runs or data sets that are not needed, or free space on the device.',
      cause,
    );
  }
  if (name === 'SecurityError' || name === 'NotAllowedError' || name === 'InvalidStateError') {
    return new LedgerStorageError(
      'The browser does not let this page keep anything, as in a private window, so runs are kept for this visit only. Open the book in an ordinary window, or allow it to store data.',
      cause,
    );
  }
  const what = error instanceof Error ? error.message : String(error);
  return new LedgerStorageError(
    `The browser’s database failed (${what}), so runs are kept for this visit only. Reload the page, or restart the browser.`,
    cause,
  );
}
