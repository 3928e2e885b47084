/** One behaviour, two storages; and what only the database can do: older and later versions, damage, refusals. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { databaseStorage, ledgerDatabase } from './database';
import { pointsOf } from './record';
import { memoryStorage, type LedgerStorage } from './storage';
import { lenetOnDigits, testRun } from './testRuns';
import { visitStorage } from './visitStorage';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function filled(storage: LedgerStorage, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    const { summary, curves } = testRun(id);
    await storage.update(id, () => ({ summary, curves }));
  }
}
const idsOf = async (storage: LedgerStorage): Promise<string[]> =>
  (await storage.list()).summaries.map(({ id }) => id).sort();

describe.each<[string, () => LedgerStorage]>([
  ['memory', memoryStorage],
  ['the database', () => databaseStorage()],
  ['the database with memory over it', () => visitStorage(databaseStorage(), () => undefined)],
])('%s', (_, create) => {
  test('what is kept is listed, and its curves are read one by one', async () => {
    const storage = create();
    await filled(storage, 'a', 'b');
    const { summaries, damaged } = await storage.list();
    expect(summaries).toEqual([testRun('a').summary, testRun('b').summary]);
    expect(damaged).toBe(0);
    expect(await storage.curves('b')).toEqual(testRun('b').curves);
    expect(await storage.curves('c')).toBeNull();
  });

  test('a change sees what is there, and leaves curves alone that it does not name', async () => {
    const storage = create();
    await filled(storage, 'a');
    const renamed = await storage.update('a', (existing) =>
      existing === null ? null : { summary: { ...existing, name: 'mine' } },
    );
    expect(renamed?.name).toBe('mine');
    expect((await storage.list()).summaries[0]?.name).toBe('mine');
    expect(await storage.curves('a')).toEqual(testRun('a').curves);
    expect(await storage.update('z', () => null)).toBeNull();
    expect(await idsOf(storage)).toEqual(['a']);
  });

  test('what is taken out is handed over, so that it can be put back', async () => {
    const storage = create();
    await filled(storage, 'a', 'b', 'c');
    expect(await storage.remove(['b', 'z'])).toEqual([testRun('b')]);
    expect(await idsOf(storage)).toEqual(['a', 'c']);
    expect(await storage.curves('b')).toBeNull();
  });

  test('all that are not pinned', async () => {
    const storage = create();
    await filled(storage, 'a', 'b', 'c');
    await storage.update('b', (existing) => (existing === null ? null : { summary: { ...existing, isPinned: true } }));
    expect((await storage.remove('unpinned')).map(({ summary }) => summary.id).sort()).toEqual(['a', 'c']);
    expect(await idsOf(storage)).toEqual(['b']);
  });
});

test('a hundred changes of one record at once, from two connections, and none is lost', async () => {
  const [one, other] = [databaseStorage(), databaseStorage()];
  await filled(one, 'a');
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      (index % 2 === 0 ? one : other).update('a', (existing) =>
        existing === null ? null : { summary: { ...existing, notes: `${existing.notes}.` } },
      ),
    ),
  );
  expect((await one.list()).summaries[0]?.notes).toHaveLength(100);
});

describe('versions', () => {
  const old = (id: string) => ({
    id,
    title: `Run ${id}`,
    description: lenetOnDigits,
    executor: 'wasm',
    began: 1_600_000_000_000,
    ended: 1_600_000_030_000,
    steps: 40,
    points: [
      { step: 20, loss: 2, accuracy: 0.2 },
      { step: 40, loss: 1, accuracy: 0.5 },
    ],
    tests: [{ step: 40, loss: 1.1, accuracy: 0.48 }],
  });
  async function version1(...records: object[]): Promise<void> {
    const database = await openDB(ledgerDatabase, 1, {
      upgrade: (opened) => void opened.createObjectStore('runs', { keyPath: 'id' }),
    });
    for (const record of records) await database.put('runs', record);
    database.close();
  }

  test('a database of version 1 opens with everything in its place', async () => {
    await version1(old('a'), old('b'));
    const storage = databaseStorage();
    const { summaries, damaged } = await storage.list();
    expect(damaged).toBe(0);
    expect(summaries.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(summaries[0]).toMatchObject({
      version: 2,
      name: 'Run a',
      origin: lenetOnDigits,
      description: lenetOnDigits,
      begunAt: 1_600_000_000_000,
      lastAt: 1_600_000_030_000,
      trainingMs: 30_000,
      steps: 40,
      executor: { name: 'wasm', detail: '', reason: '' },
      figures: { loss: 1, testAccuracy: 0.48, bestLoss: { step: 40, value: 1 } },
      thumbnail: [2, 1],
    });
    const curves = await storage.curves('a');
    expect(curves === null ? null : pointsOf(curves.train)).toEqual(old('a').points);
    expect(curves === null ? null : pointsOf(curves.test)).toEqual(old('a').tests);
    // It is of the present version now, and can be written.
    await filled(storage, 'c');
    expect(await idsOf(databaseStorage())).toEqual(['a', 'b', 'c']);
  });

  test('a record of version 1 that cannot be read stays where it is, and is counted', async () => {
    await version1(old('a'), { ...old('b'), description: 'LeNet' });
    const { summaries, damaged } = await databaseStorage().list();
    expect([summaries.map(({ id }) => id), damaged]).toEqual([['a'], 1]);
    const database = await openDB(ledgerDatabase, 2);
    expect(await database.get('runs', 'b')).toMatchObject({ title: 'Run b', description: 'LeNet' });
    database.close();
  });

  test('a database of a later version is not touched: memory, and the reason', async () => {
    const later = await openDB(ledgerDatabase, 3, {
      upgrade: (opened) => void opened.createObjectStore('things', { keyPath: 'id' }),
    });
    await later.put('things', { id: 'x' });
    later.close();
    const words: string[] = [];
    const storage = visitStorage(databaseStorage(), (said) => words.push(said));
    await filled(storage, 'a');
    expect(await idsOf(storage)).toEqual(['a']);
    expect(words).toEqual([
      'The kept runs are in the form of a later version of this book. They are left as they are, and runs are kept for this visit only. Reload the page to get the later version.',
    ]);
    const after = await openDB(ledgerDatabase, 3);
    expect([...after.objectStoreNames]).toEqual(['things']);
    expect(await after.get('things', 'x')).toEqual({ id: 'x' });
    after.close();
  });

  test('a later version that opens is let in, and this page says so', async () => {
    const words: string[] = [];
    const storage = visitStorage(databaseStorage(), (said) => words.push(said));
    await filled(storage, 'a');
    const later = await openDB(ledgerDatabase, 3);
    expect(await later.get('runs', 'a')).toMatchObject({ id: 'a' });
    await filled(storage, 'b');
    expect(words.join()).toMatch(/a later version of this book/);
    later.close();
  });

  test('a tab that does not let go of an earlier version: memory, and what to do', async () => {
    await version1(old('a'));
    const stubborn = await openDB(ledgerDatabase, 1);
    const words: string[] = [];
    const storage = visitStorage(databaseStorage(), (said) => words.push(said));
    await filled(storage, 'b');
    expect(await idsOf(storage)).toEqual(['b']);
    expect(words.at(-1)).toMatch(/^Another tab holds the kept runs .* Close the other tabs of the book and reload/);
    stubborn.close();
  });
});

test('damaged records are counted and skipped; damaged curves are none', async () => {
  const storage = databaseStorage();
  await filled(storage, 'a', 'b');
  const database = await openDB(ledgerDatabase, 2);
  await database.put('runs', { id: 'x', version: 2, name: 7 });
  await database.put('curves', { id: 'b', train: 'gone' });
  database.close();
  const { summaries, damaged } = await storage.list();
  expect([summaries.map(({ id }) => id), damaged]).toEqual([['a', 'b'], 1]);
  expect(await storage.curves('b')).toBeNull();
});

describe('what the browser refuses is kept for the visit, and said', () => {
  test('no database at all', async () => {
    Reflect.deleteProperty(globalThis, 'indexedDB');
    const words: string[] = [];
    const storage = visitStorage(databaseStorage(), (said) => words.push(said));
    await filled(storage, 'a');
    expect(await storage.curves('a')).toEqual(testRun('a').curves);
    expect(words).toEqual(['This browser has no database for pages, so runs are kept for this visit only.']);
  });

  test('a private window', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('No.', 'SecurityError');
    });
    const words: string[] = [];
    const storage = visitStorage(databaseStorage(), (said) => words.push(said));
    await filled(storage, 'a');
    expect(await idsOf(storage)).toEqual(['a']);
    expect(words).toEqual([expect.stringMatching(/does not let this page keep anything, as in a private window/)]);
  });

  test('no room left: what is there stays, what is new is here for the visit', async () => {
    const words: string[] = [];
    const database = databaseStorage();
    const storage = visitStorage(database, (said) => words.push(said));
    await filled(storage, 'a', 'b');
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('Full.', 'QuotaExceededError');
    });
    await filled(storage, 'c');
    await storage.update('a', (existing) =>
      existing === null ? null : { summary: { ...existing, name: 'mine', isPinned: true } },
    );
    full.mockRestore();
    expect(words).toEqual([expect.stringMatching(/no more room for runs, so what is new is kept for this visit only/)]);
    expect(await idsOf(storage)).toEqual(['a', 'b', 'c']);
    expect(await idsOf(database)).toEqual(['a', 'b']);
    expect(await storage.curves('a')).toEqual(testRun('a').curves);
    // Pinned above, not below: it stays.
    await storage.remove('unpinned');
    expect(await idsOf(storage)).toEqual(['a']);
    const [removed] = await storage.remove(['a']);
    expect(removed?.summary.name).toBe('mine');
    expect(removed?.curves).toEqual(testRun('a').curves);
  });
});
