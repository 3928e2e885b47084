/** Runs of several tabs in one database, without an engine. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunDescription, Snapshot } from '../../engine/protocol';
import type { Branch } from '../timeline';
import { keptDatabase, keptDatabaseName } from './keptDatabase';
import type { KeptRun, RunMemory } from './keptRun';
import { createRunMemory, MOST_LEFT_OVER } from './memory';
import { claimTab, type Tab, type TabLocks } from './tab';

const description: RunDescription = {
  network: 'lenet5',
  dataSet: 'digits',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  seeds: { initialization: 1, order: 1, generator: 1 },
};
const snapshotAt = (step: number, value = step): Snapshot => ({
  description,
  step,
  slots: { kernel: new Float32Array([value, 0.5]), 'kernel.moment': new Float32Array([value]) },
  loss: 0.25,
  testAccuracy: null,
  sums: { loss: 1, readings: 2, right: 3, images: 4 },
  trail: 4_000_000_000,
});
function keptAt(step: number, change: Partial<KeptRun> = {}): KeptRun {
  const points = [
    { step: 0, loss: 2.5, accuracy: 0.1, trail: 7 },
    { step, loss: 0.5, accuracy: 0.9 },
  ];
  const branch: Branch = {
    id: 'a',
    parent: null,
    origin: description,
    description: { ...description, learningRate: 0.01 },
    history: [{ step: 5, change: { learningRate: 0.01 } }],
    checkpoints: [0, 5],
    lastStep: step,
    trainPoints: points,
    testPoints: points.slice(1),
  };
  const child = { ...branch, id: 'b', parent: { id: 'a', step: 5 }, checkpoints: [] };
  return {
    id: 'b',
    description: branch.description,
    origin: description,
    history: branch.history,
    trainPoints: points,
    testPoints: [],
    branches: [branch, child],
    limitBytes: 1000,
    newest: snapshotAt(step),
    checkpoints: [0, 5].map((at) => ({ branch: 'a', snapshot: snapshotAt(at) })),
    ...change,
  };
}
/** As it comes back: which checkpoints there are, the checkpoints say. */
const asRead = (kept: KeptRun): KeptRun => ({
  ...kept,
  branches: kept.branches.map((branch) => ({ ...branch, checkpoints: [] })),
});

let openTabs: Set<string>;
let now: number;
let troubles: string[];
function memoryOf(id: string): RunMemory {
  openTabs.add(id);
  const tab: Tab = { id, open: () => Promise.resolve(openTabs) };
  const memory = createRunMemory({ database: keptDatabase(), tab: () => Promise.resolve(tab), clock: () => ++now });
  memory.onTrouble((words) => troubles.push(words));
  return memory;
}
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  openTabs = new Set();
  now = 0;
  troubles = [];
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(troubles).toEqual([]);
});

describe('one tab', () => {
  test('what is kept comes back as it was, the curves’ trails and the sums of the next point too', async () => {
    await memoryOf('t').save('lenet', keptAt(30), true);
    const again = memoryOf('t');
    expect(await again.load('lenet')).toEqual(asRead(keptAt(30)));
    expect(await again.load('another')).toBeNull();
  });

  test('while it trains the curve and the newest weights are written, checkpoints are not', async () => {
    const memory = memoryOf('t');
    await memory.save('lenet', keptAt(30), false);
    expect((await memory.load('lenet'))?.checkpoints).toEqual([]);
  });

  test('checkpoints: once each, those that were thinned out go, another at the same step takes its place', async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    const memory = memoryOf('t');
    const [first, second] = [
      { branch: 'a', snapshot: snapshotAt(0) },
      { branch: 'a', snapshot: snapshotAt(5) },
    ];
    await memory.save('lenet', keptAt(30, { checkpoints: [first, second] }), true);
    const before = put.mock.calls.length;
    await memory.save('lenet', keptAt(40, { checkpoints: [first, second] }), true);
    // The course and the newest weights alone.
    expect(put.mock.calls.length - before).toBe(2);
    const other = { branch: 'a', snapshot: snapshotAt(5, 99) };
    await memory.save('lenet', keptAt(40, { checkpoints: [other] }), true);
    const kept = await memory.load('lenet');
    expect(kept?.checkpoints).toEqual([other]);
  });

  test('at step 0 there are no newest weights; what is forgotten is gone with its weights', async () => {
    const memory = memoryOf('t');
    await memory.save('lenet', keptAt(30), true);
    await memory.save('lenet', keptAt(30, { newest: null }), true);
    expect((await memory.load('lenet'))?.newest).toBeNull();
    await memory.forget('lenet');
    expect(await memory.load('lenet')).toBeNull();
    const database = await openDB(keptDatabaseName);
    expect(await database.count('weights')).toBe(0);
    database.close();
  });

  test('a damaged record is as none', async () => {
    await memoryOf('t').save('lenet', keptAt(30), true);
    const database = await openDB(keptDatabaseName);
    const record = (await database.get('runs', ['t', 'lenet'])) as Record<string, unknown>;
    await database.put('runs', { ...record, description: { ...description, learningRate: 'fast' } });
    database.close();
    expect(await memoryOf('t').load('lenet')).toBeNull();
  });
});

describe('several tabs', () => {
  test('each has its own under the same name', async () => {
    const [one, other] = [memoryOf('one'), memoryOf('other')];
    await Promise.all([one.save('lenet', keptAt(30), true), other.save('lenet', keptAt(70), true)]);
    expect((await one.load('lenet'))?.newest?.step).toBe(30);
    expect((await other.load('lenet'))?.newest?.step).toBe(70);
    await other.forget('lenet');
    expect((await one.load('lenet'))?.checkpoints).toHaveLength(2);
  });

  test('the newest left-over of a closed tab is offered, an open one’s is not; taken up, it is this tab’s', async () => {
    await memoryOf('old').save('lenet', keptAt(10), true);
    await memoryOf('newer').save('lenet', keptAt(20), true);
    await memoryOf('open').save('lenet', keptAt(30), true);
    await memoryOf('fresh').save('lenet', keptAt(0, { newest: null }), true);
    for (const closed of ['old', 'newer', 'fresh']) openTabs.delete(closed);
    const mine = memoryOf('mine');
    expect(await mine.leftOver('another')).toBeNull();
    expect(await mine.leftOver('lenet')).toEqual({ step: 20, savedAt: 2 });
    await mine.takeUp('lenet');
    expect(await mine.load('lenet')).toEqual(asRead(keptAt(20)));
    expect(await mine.leftOver('lenet')).toMatchObject({ step: 10 });
    expect(await memoryOf('newer').load('lenet')).toBeNull();
  });

  test('of more left-overs than these the oldest are swept away', async () => {
    for (let tab = 0; tab < MOST_LEFT_OVER + 3; tab++) await memoryOf(`t${tab}`).save('lenet', keptAt(tab + 1), true);
    openTabs.clear();
    await memoryOf('mine').load('lenet');
    const database = await openDB(keptDatabaseName);
    const left = Array.from({ length: MOST_LEFT_OVER }, (_, index) => [`t${index + 3}`, 'lenet']);
    expect(await database.getAllKeys('runs')).toEqual(left);
    database.close();
  });
});

describe('versions', () => {
  async function version1(...records: object[]): Promise<void> {
    const database = await openDB(keptDatabaseName, 1, {
      upgrade: (opened) => void opened.createObjectStore('runs', { keyPath: ['tab', 'name'] }),
    });
    for (const record of records) await database.put('runs', record);
    database.close();
  }
  const points = [{ step: 20, loss: 1, accuracy: 0.5 }];
  const old = {
    tab: 't',
    name: 'lenet',
    savedAt: 5,
    id: 'a',
    description,
    points,
    tests: [],
    snapshot: snapshotAt(20),
  };

  test('a run of version 1 goes on as a single branch; one that cannot be read is left out', async () => {
    await version1(old, { ...old, name: 'broken', snapshot: { step: 'far' } });
    const memory = memoryOf('t');
    const kept = await memory.load('lenet');
    expect(kept).toMatchObject({ id: 'a', description, origin: description, history: [], trainPoints: points });
    expect(kept?.branches.map(({ id, parent, lastStep }) => ({ id, parent, lastStep }))).toEqual([
      { id: 'a', parent: null, lastStep: 20 },
    ]);
    expect(kept?.newest).toEqual(snapshotAt(20));
    expect(await memory.load('broken')).toBeNull();
    const database = await openDB(keptDatabaseName);
    expect(await database.getAllKeys('runs')).toEqual([['t', 'lenet']]);
    database.close();
  });

  test('one of a later version is left as it is, and that is said', async () => {
    (await openDB(keptDatabaseName, 3)).close();
    await memoryOf('t').save('lenet', keptAt(30), true);
    expect(troubles.splice(0)).toEqual([
      expect.stringMatching(/in the form of a later version of this book.*Reload the page/),
    ]);
  });
});

describe('a browser that refuses', () => {
  test('no database: nothing is kept, nothing fails, and that is said', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const memory = memoryOf('t');
    expect(await memory.load('lenet')).toBeNull();
    await memory.save('lenet', keptAt(30), true);
    vi.unstubAllGlobals();
    expect(troubles.splice(0)).toEqual(Array(2).fill(expect.stringMatching(/^This browser keeps nothing for pages/)));
  });

  test('a full storage is said, with what to do; when there is room again, it is kept', async () => {
    const memory = memoryOf('t');
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    await memory.save('lenet', keptAt(30), true);
    expect(troubles.splice(0)).toEqual([
      expect.stringMatching(/storage for this site is full.*Delete data sets or kept runs to make room\.$/),
    ]);
    full.mockRestore();
    await memory.save('lenet', keptAt(30), true);
    expect((await memory.load('lenet'))?.newest?.step).toBe(30);
  });

  test('tabs that cannot be told apart keep nothing, and that is said', async () => {
    const memory = createRunMemory({ database: keptDatabase(), tab: () => Promise.resolve(null), clock: () => 0 });
    memory.onTrouble((words) => troubles.push(words));
    await memory.save('lenet', keptAt(30), true);
    expect(troubles.splice(0)).toEqual([expect.stringMatching(/^This page is not at a secure address/)]);
  });
});

describe('which tab this is', () => {
  /** Locks of one browser; a page that is left lets go of its own. */
  function browser(): { page: () => { locks: TabLocks; leave: () => void } } {
    const held = new Map<string, object>();
    const waiting: { name: string; grant: () => void }[] = [];
    return {
      page() {
        const owner = {};
        const take = (name: string, callback: () => Promise<unknown>): void => {
          held.set(name, owner);
          void callback();
        };
        return {
          locks: {
            request: (name, { signal }, callback) =>
              new Promise((_, reject) => {
                if (!held.has(name)) {
                  take(name, callback);
                  return;
                }
                const wait = { name, grant: () => take(name, callback) };
                waiting.push(wait);
                signal?.addEventListener('abort', () => {
                  waiting.splice(waiting.indexOf(wait), 1);
                  reject(new DOMException('given up', 'AbortError'));
                });
              }),
            query: () => Promise.resolve({ held: [...held.keys(), 'another site’s'].map((name) => ({ name })) }),
          },
          leave() {
            for (const [name, by] of [...held]) {
              if (by !== owner) continue;
              held.delete(name);
              waiting.find((wait) => wait.name === name)?.grant();
            }
          },
        };
      },
    };
  }
  function session(values = new Map<string, string>()) {
    return {
      values,
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
    };
  }
  let made: number;
  beforeEach(() => (made = 0));
  const newId = (): string => `tab-${++made}`;
  const patienceMs = 30;

  test('a reload keeps the name, also when the page before lets go late', async () => {
    const { page } = browser();
    const own = session();
    const before = page();
    const first = await claimTab({ session: own, locks: before.locks, newId, patienceMs });
    expect(first?.id).toBe('tab-1');
    setTimeout(() => before.leave(), 10);
    const after = await claimTab({ session: own, locks: page().locks, newId, patienceMs });
    expect(after?.id).toBe('tab-1');
    expect(await after?.open()).toEqual(new Set(['tab-1']));
  });

  test('a duplicated tab takes a name of its own, and keeps it over its reload', async () => {
    const { page } = browser();
    const own = session();
    await claimTab({ session: own, locks: page().locks, newId, patienceMs });
    const copied = session(new Map(own.values));
    const duplicate = page();
    expect((await claimTab({ session: copied, locks: duplicate.locks, newId, patienceMs }))?.id).toBe('tab-2');
    duplicate.leave();
    const again = await claimTab({ session: copied, locks: page().locks, newId, patienceMs });
    expect(again?.id).toBe('tab-2');
    expect(await again?.open()).toEqual(new Set(['tab-1', 'tab-2']));
  });

  test('without locks or a session there is no name', async () => {
    const { locks } = browser().page();
    expect(await claimTab({ session: null, locks, newId })).toBeNull();
    expect(await claimTab({ session: session(), locks: undefined, newId })).toBeNull();
    const refusing = {
      getItem: () => {
        throw new DOMException('no', 'SecurityError');
      },
      setItem: () => undefined,
    };
    expect(await claimTab({ session: refusing, locks, newId })).toBeNull();
  });
});
