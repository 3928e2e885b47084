/**
 * Runs of open and closed tabs in the browser's database. Two tables: `runs` holds a record for each tab and name, `weights` the newest
 * weights and the checkpoints of each, so that a curve is written often and a checkpoint once.
 *
 * Versions. 1 had one table and no timeline: a record with one description, the points as a list of records, and the newest weights. 2 is
 * the present one; records of 1 become runs with a single branch. A database of a later version is not touched.
 *
 * Deliberately not here: whose record is whose (`memory.ts`), and what is in one (`keptCheck.ts`).
 */

import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { recordAt } from '../descriptionCheck';
import { usualLimitBytes } from '../timeline';
import { checkedCourse, checkedSnapshot, courseRecord, type KeptCourse } from './keptCheck';
import type { KeptCheckpoint, KeptRun } from './keptRun';

export const keptDatabaseName = 'receptive-field-tabs';
const VERSION = 2;
const BLOCKED_MS = 1500;

/** Why nothing is kept, in words. */
export class KeptStorageError extends Error {
  override readonly name = 'KeptStorageError';
}

/** One record, by tab and name of the run. */
export interface KeptKey {
  readonly tab: string;
  readonly name: string;
}
export interface KeptEntry extends KeptKey {
  readonly savedAt: number;
  readonly step: number;
}

export interface KeptDatabase {
  entries(): Promise<readonly KeptEntry[]>;
  /** Null where there is none, or a damaged one. */
  read(key: KeptKey): Promise<KeptRun | null>;
  /** The course and the newest weights in one step. */
  write(entry: KeptEntry, run: KeptRun): Promise<void>;
  /** Branch and step of every checkpoint that is there. */
  checkpoints(key: KeptKey): Promise<readonly { readonly branch: string; readonly step: number }[]>;
  addCheckpoint(key: KeptKey, checkpoint: KeptCheckpoint): Promise<void>;
  removeCheckpoint(key: KeptKey, branch: string, step: number): Promise<void>;
  remove(key: KeptKey): Promise<void>;
  /** In place of what the other key had. */
  move(from: KeptKey, to: KeptKey): Promise<void>;
}

/** Tab, name, branch, step; the newest weights stand at a branch that no course has for its name. */
type WeightsKey = [tab: string, name: string, branch: string, step: number];
const NEWEST = 'newest';

interface Tables extends DBSchema {
  runs: { key: [tab: string, name: string]; value: Record<string, unknown> };
  weights: { key: WeightsKey; value: unknown };
}
type Database = IDBPDatabase<Tables>;

export function keptDatabase(): KeptDatabase {
  let connection: Promise<Database> | null = null;

  async function open(): Promise<Database> {
    if (typeof indexedDB === 'undefined') throw new KeptStorageError(NO_DATABASE);
    const forget = (): void => void (connection = null);
    let impatience: ReturnType<typeof setTimeout> | undefined;
    return new Promise<Database>((resolve, reject) => {
      openDB<Tables>(keptDatabaseName, VERSION, {
        upgrade(database, oldVersion, _newVersion, transaction) {
          migrate(database, oldVersion, transaction).catch(() => {
            // Everything stays in its earlier form; aborted already when the browser refused.
            if (transaction.error === null) transaction.abort();
          });
        },
        blocked() {
          // The other tab has been asked to let go.
          impatience = setTimeout(() => reject(new KeptStorageError(BLOCKED)), BLOCKED_MS);
        },
        blocking(_current, _blocked, event) {
          (event.target as IDBDatabase).close();
          forget();
        },
        terminated: forget,
      })
        .then(resolve, reject)
        .finally(() => clearTimeout(impatience));
    });
  }
  async function attempt<T>(action: (database: Database) => Promise<T>): Promise<T> {
    const opened = (connection ??= open());
    // One that could not be opened is tried again the next time.
    opened.catch(() => {
      if (connection === opened) connection = null;
    });
    try {
      return await action(await opened);
    } catch (error) {
      throw storageFailure(error);
    }
  }
  const all = ({ tab, name }: KeptKey): IDBKeyRange => IDBKeyRange.bound([tab, name], [tab, name, []]);

  return {
    entries: () =>
      attempt(async (database) => {
        const values = await database.getAll('runs');
        return values.flatMap(({ tab, name, savedAt, step }) =>
          typeof tab === 'string' && typeof name === 'string' && typeof savedAt === 'number' && typeof step === 'number'
            ? [{ tab, name, savedAt, step }]
            : [],
        );
      }),
    read: (key) =>
      attempt(async (database) => {
        const transaction = database.transaction(['runs', 'weights']);
        const record = await transaction.objectStore('runs').get([key.tab, key.name]);
        const weights = transaction.objectStore('weights');
        const [keys, values] = await Promise.all([weights.getAllKeys(all(key)), weights.getAll(all(key))]);
        await transaction.done;
        return record === undefined ? null : readRun(record, keys, values);
      }),
    write: ({ tab, name, savedAt, step }, { newest, ...run }) =>
      attempt(async (database) => {
        const transaction = database.transaction(['runs', 'weights'], 'readwrite');
        const weights = transaction.objectStore('weights');
        const key: WeightsKey = [tab, name, NEWEST, 0];
        await Promise.all([
          transaction.objectStore('runs').put({ tab, name, savedAt, step, ...courseRecord(run) }),
          newest === null ? weights.delete(key) : weights.put(newest, key),
          transaction.done,
        ]);
      }),
    checkpoints: (key) =>
      attempt(async (database) => {
        const keys = await database.getAllKeys('weights', all(key));
        return keys.flatMap(([, , branch, step]) => (branch === NEWEST ? [] : [{ branch, step }]));
      }),
    addCheckpoint: ({ tab, name }, { branch, snapshot }) =>
      attempt(async (database) => {
        await database.put('weights', snapshot, [tab, name, branch, snapshot.step]);
      }),
    removeCheckpoint: ({ tab, name }, branch, step) =>
      attempt((database) => database.delete('weights', [tab, name, branch, step])),
    remove: (key) =>
      attempt(async (database) => {
        const transaction = database.transaction(['runs', 'weights'], 'readwrite');
        await Promise.all([
          transaction.objectStore('runs').delete([key.tab, key.name]),
          transaction.objectStore('weights').delete(all(key)),
          transaction.done,
        ]);
      }),
    move: (from, to) =>
      attempt(async (database) => {
        const transaction = database.transaction(['runs', 'weights'], 'readwrite');
        const [runs, weights] = [transaction.objectStore('runs'), transaction.objectStore('weights')];
        const record = await runs.get([from.tab, from.name]);
        if (record !== undefined) {
          await Promise.all([runs.delete([to.tab, to.name]), weights.delete(all(to))]);
          await Promise.all([runs.put({ ...record, ...to }), runs.delete([from.tab, from.name])]);
          for (const key of await weights.getAllKeys(all(from))) {
            const value = await weights.get(key);
            await weights.put(value, [to.tab, to.name, key[2], key[3]]);
            await weights.delete(key);
          }
        }
        await transaction.done;
      }),
  };
}

function readRun(record: unknown, keys: readonly WeightsKey[], values: readonly unknown[]): KeptRun | null {
  try {
    const course = checkedCourse(record, 'the record');
    let newest: KeptRun['newest'] = null;
    const checkpoints: KeptCheckpoint[] = [];
    keys.forEach(([, , branch, step], index) => {
      const snapshot = checkedSnapshot(values[index], `the weights of step ${step}`);
      if (branch === NEWEST) newest = snapshot;
      else checkpoints.push({ branch, snapshot });
    });
    return { ...course, newest, checkpoints };
  } catch {
    return null;
  }
}

type Upgrade = IDBPTransaction<Tables, ('runs' | 'weights')[], 'versionchange'>;

async function migrate(database: Database, oldVersion: number, transaction: Upgrade): Promise<void> {
  if (oldVersion < 1) database.createObjectStore('runs', { keyPath: ['tab', 'name'] });
  if (oldVersion < 2) {
    const weights = database.createObjectStore('weights');
    let cursor = await transaction.objectStore('runs').openCursor();
    while (cursor !== null) {
      const { tab, name } = cursor.value as unknown as KeptKey;
      const carried = fromVersion1(cursor.value);
      if (carried === null) await cursor.delete();
      else {
        const { step } = carried.newest;
        const { savedAt } = cursor.value;
        await cursor.update({ tab, name, savedAt, step, ...courseRecord(carried.course) });
        await weights.put(carried.newest, [tab, name, NEWEST, 0]);
      }
      cursor = await cursor.continue();
    }
  }
}

/** `{ tab, name, savedAt, id, description, points, tests, snapshot }` */
function fromVersion1(
  value: unknown,
): { readonly course: KeptCourse; readonly newest: NonNullable<KeptRun['newest']> } | null {
  try {
    const { id, description, points, tests, snapshot } = recordAt(value, 'the record');
    const newest = checkedSnapshot(snapshot, 'the weights');
    const branch = {
      id,
      description,
      origin: description,
      history: [],
      trainPoints: points,
      testPoints: tests,
      parent: null,
      checkpoints: [],
      lastStep: newest.step,
    };
    const course = { ...branch, branches: [branch], limitBytes: usualLimitBytes } as unknown as KeptCourse;
    return { course: checkedCourse(courseRecord(course), 'the record'), newest };
  } catch {
    return null;
  }
}

const BLOCKED =
  'Another tab holds what is kept over a reload in the form of an earlier version of this book: a run lasts until this page is left. Close the other tabs of the book and reload this one.';
const NO_DATABASE =
  'This browser keeps nothing for pages, or a setting forbids it: a run lasts until this page is left or reloaded.';

function storageFailure(error: unknown): KeptStorageError {
  if (error instanceof KeptStorageError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const cause = { cause: error };
  if (name === 'VersionError') {
    return new KeptStorageError(
      'What tabs keep over a reload is in the form of a later version of this book, and is left as it is: a run lasts until this page is left. Reload the page to get the later version.',
      cause,
    );
  }
  if (name === 'QuotaExceededError') {
    return new KeptStorageError(
      'The browser’s storage for this site is full: from here on a run lasts until this page is left or reloaded. Delete data sets or kept runs to make room.',
      cause,
    );
  }
  if (name === 'SecurityError' || name === 'InvalidStateError' || name === 'UnknownError') {
    return new KeptStorageError(NO_DATABASE, cause);
  }
  const why = error instanceof Error ? error.message : String(error);
  return new KeptStorageError(
    `The browser could not store the run (${why}): it lasts until this page is left or reloaded.`,
    cause,
  );
}
