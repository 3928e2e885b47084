import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultDescription } from '../runs';
import type { SweepPlan } from './plan';
import type { TrialRecord } from './results';
import { createSweepStorage, type StoredSweep } from './storage';

const plan: SweepPlan = {
  base: defaultDescription,
  axes: [{ name: 'learningRate', values: { kind: 'list', numbers: [0.1, 0.01, 0.001] } }],
  seeds: { first: 1, count: 1 },
  steps: 40,
  together: 1,
};
const done: TrialRecord = {
  state: 'done',
  final: { step: 40, accuracy: 0.9, loss: 0.3 },
  best: { step: 40, accuracy: 0.9, loss: 0.3 },
  trainPoints: [{ step: 1, loss: 2.3, accuracy: 0.125 }],
  testPoints: [],
  durationMs: 100,
  executor: 'wasm',
};
const waiting: TrialRecord = { state: 'waiting' };
const failed: TrialRecord = { state: 'failed', words: 'No.' };
const sweep = (change: Partial<StoredSweep> = {}): StoredSweep => ({
  id: 'one',
  plan,
  revision: 1,
  records: [waiting, waiting, waiting],
  ...change,
});

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => void vi.unstubAllGlobals());

/** As another page of the same browser finds it. */
const loaded = () => createSweepStorage().load();

describe('what is kept is there the next time', () => {
  test('nothing at first; then the plan and every trial that has an end', async () => {
    expect(await loaded()).toEqual({ sweep: null, problem: null });
    const storage = createSweepStorage();
    expect(await storage.keep(sweep(), [])).toBeNull();
    expect(await storage.keep(sweep({ revision: 2, records: [done, waiting, failed] }), [0, 2])).toBeNull();
    expect(await loaded()).toEqual({ sweep: sweep({ revision: 2, records: [done, waiting, failed] }), problem: null });
  });

  test('a trial that is tried again is no longer kept; a new sweep takes the place of the one before', async () => {
    const storage = createSweepStorage();
    await storage.keep(sweep({ records: [done, failed, waiting] }), [0, 1]);
    await storage.keep(sweep({ revision: 2, records: [done, waiting, waiting] }), [1]);
    expect((await loaded()).sweep?.records).toEqual([done, waiting, waiting]);
    await storage.keep(sweep({ id: 'two' }), []);
    expect((await loaded()).sweep).toEqual(sweep({ id: 'two' }));
    const shelves = await openDB('receptive-field-sweeps');
    expect(await shelves.count('trials')).toBe(0);
    shelves.close();
  });
});

test('a database of version 1, which had the trials inside the sweep, is taken over whole', async () => {
  const first = await openDB('receptive-field-sweeps', 1, {
    upgrade: (db) => void db.createObjectStore('sweeps', { keyPath: 'id' }),
  });
  await first.put('sweeps', sweep({ revision: 7, records: [done, failed, waiting] }));
  first.close();
  expect(await loaded()).toEqual({ sweep: sweep({ revision: 7, records: [done, failed, waiting] }), problem: null });
  const shelves = await openDB('receptive-field-sweeps');
  expect(shelves.version).toBe(2);
  expect(await shelves.getAll('sweeps')).toEqual([{ id: 'one', plan, revision: 7, trials: 3 }]);
  shelves.close();
});

describe('what cannot be kept or read is said', () => {
  test('a plan that cannot be any more is left out', async () => {
    await createSweepStorage().keep(sweep({ plan: { ...plan, steps: -1 } }), []);
    expect(await loaded()).toEqual({
      sweep: null,
      problem: 'The sweep that this browser kept cannot be read any more and is left out.',
    });
  });

  test('a record that is none is left out, and its trial waits', async () => {
    await createSweepStorage().keep(
      sweep({ records: [{ ...done, trainPoints: 'x' } as unknown as TrialRecord, done, waiting] }),
      [0, 1],
    );
    expect((await loaded()).sweep?.records).toEqual([waiting, done, waiting]);
  });

  test('no storage at all', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const words =
      /^This browser keeps nothing for this page \(it has no storage for pages\)\. The sweep goes on, and is gone when the page is left/;
    expect((await loaded()).problem).toMatch(words);
    expect(await createSweepStorage().keep(sweep(), [])).toMatch(words);
  });

  test('no room', async () => {
    const storage = createSweepStorage();
    await storage.keep(sweep(), []);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(await storage.keep(sweep({ revision: 2 }), [])).toMatch(
      /^This browser has no room left, so the sweep is not kept: it goes on, .* Delete data sets under Data… to make room\.$/,
    );
    expect((await loaded()).sweep?.revision).toBe(1);
  });

  test('a later version of the book was here', async () => {
    (await openDB('receptive-field-sweeps', 3)).close();
    expect((await loaded()).problem).toMatch(
      /^This browser keeps sweeps of a later version of the book, .* Reload the page/,
    );
  });
});

test('a later version of the book gets the shelves while this page is open', async () => {
  const storage = createSweepStorage();
  await storage.keep(sweep(), []);
  const later = await openDB('receptive-field-sweeps', 3);
  later.close();
  expect(await storage.keep(sweep({ revision: 2 }), [])).toMatch(/later version of the book/);
});
