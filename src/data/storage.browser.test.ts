import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DataSet } from './dataSet';
import { pointsFrom } from './planes/points';
import { loadStored, remove, removeLeftovers, renameStored, store, storedInfo, storedInfos } from './storage';
import { storageError, StorageError } from './storageError';

function dataSet(train: number, test: number, validation = 3): DataSet {
  const split = (count: number, start: number): DataSet['train'] => ({
    count,
    shape: [28, 28, 1],
    pixels: Uint8Array.from({ length: count * 784 }, (_, i) => (i * 31 + start) % 256),
    labels: Uint8Array.from({ length: count }, (_, i) => (i + start) % 10),
  });
  return {
    info: {
      id: 'mnist',
      title: 'MNIST',
      origin: 'imported',
      classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      shape: [28, 28, 1],
      counts: { train, validation, test },
      normalization: { mean: [33.25], deviation: [78.5] },
    },
    train: split(train, 1),
    validation: split(validation, 3),
    test: split(test, 2),
  };
}

function points(): DataSet {
  const list = Array.from({ length: 40 }, (_, k) => ({ coordinates: [k / 7, -k], label: k % 2 }));
  return pointsFrom(list, { id: 'own-points', title: 'Points', classes: ['even', 'odd'] });
}

async function home(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  const book = await root.getDirectoryHandle('receptive-field', { create: true });
  return book.getDirectoryHandle('v2', { create: true });
}
const folder = async (): Promise<FileSystemDirectoryHandle> => (await home()).getDirectoryHandle('mnist');
async function names(of: FileSystemDirectoryHandle): Promise<string[]> {
  const found: string[] = [];
  for await (const name of (of as unknown as { keys(): AsyncIterable<string> }).keys()) found.push(name);
  return found.sort();
}
async function write(
  of: FileSystemDirectoryHandle,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const writable = await (await of.getFileHandle(name, { create: true })).createWritable();
  await writable.write(content);
  await writable.close();
}

async function empty(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry('receptive-field', { recursive: true }).catch(() => undefined);
}
beforeEach(empty);
afterEach(empty);

describe('store → load → remove', () => {
  test('what was stored comes back, and is gone when removed', async () => {
    expect(await loadStored('mnist')).toBeNull();
    expect(await storedInfo('mnist')).toBeNull();
    const set = dataSet(20, 10);
    await store(set);
    expect(await names(await folder())).toEqual([
      'info.json',
      'test.labels',
      'test.pixels',
      'train.labels',
      'train.pixels',
      'validation.labels',
      'validation.pixels',
    ]);
    expect(await storedInfo('mnist')).toEqual(set.info);
    expect(await loadStored('mnist')).toEqual(set);
    await remove('mnist');
    expect(await loadStored('mnist')).toBeNull();
    expect(await names(await home())).toEqual([]);
    await remove('mnist');
  });
  test('a second set takes the place of the first, also when it is smaller', async () => {
    await store(dataSet(20, 10));
    const smaller = dataSet(12, 11);
    await store(smaller);
    expect(await loadStored('mnist')).toEqual(smaller);
  });
  test('many sets lie side by side, each under its id; one can be renamed', async () => {
    const set = dataSet(20, 10);
    const cats: DataSet = {
      ...set,
      info: { ...set.info, id: 'own-cats', title: 'Cats', sizeBytes: 9, sha256: 'ab'.repeat(32) },
    };
    await store(set);
    await store(cats);
    const ids = async (): Promise<readonly string[]> => (await storedInfos()).map(({ id }) => id).sort();
    expect(await ids()).toEqual(['mnist', 'own-cats']);
    expect(await renameStored('own-cats', 'Big cats')).toEqual({ ...cats.info, title: 'Big cats' });
    expect(await loadStored('own-cats')).toEqual({ ...cats, info: { ...cats.info, title: 'Big cats' } });
    await remove('own-cats');
    expect(await ids()).toEqual(['mnist']);
    await expect(renameStored('own-cats', 'Lions')).rejects.toThrow(
      'There is no data set “own-cats” here to be renamed. It may have been removed in another tab.',
    );
  });
  test('a set of numbers comes back as numbers; four bytes that are none, or too few bytes, are not read', async () => {
    const set = points();
    await store(set);
    expect(await storedInfo('own-points')).toMatchObject({ values: 'numbers' });
    const loaded = await loadStored('own-points');
    expect(loaded).toEqual(set);
    expect(loaded!.train.numbers).toBeInstanceOf(Float32Array);
    const own = await (await home()).getDirectoryHandle('own-points');
    const length = set.test.numbers!.byteLength;
    await write(own, 'test.pixels', '\u007f'.repeat(length - 4));
    expect(await loadStored('own-points')).toBeNull();
    await write(own, 'test.pixels', '\0'.repeat(length));
    expect((await loadStored('own-points'))?.test.numbers).toEqual(new Float32Array(length / 4));
    await write(own, 'test.pixels', new Uint8Array(length).fill(0xff));
    expect(await loadStored('own-points')).toBeNull();
  });
  test('a new name that was cut short in the middle of its writing is read all the same', async () => {
    const set = dataSet(20, 10);
    await store(set);
    await write(await folder(), 'info.new.json', JSON.stringify({ ...set.info, title: 'New' }));
    await write(await folder(), 'info.json', '{"id":"mn');
    await removeLeftovers();
    expect((await storedInfo('mnist'))?.title).toBe('New');
  });
  test.each([
    ['bytes', dataSet(20, 10)],
    ['numbers', points()],
  ])('the same in a worker, through synchronous handles: %s', async (_title, set) => {
    const worker = new Worker(new URL('../../tests/fixtures/storageWorker.ts', import.meta.url), { type: 'module' });
    const reply = await new Promise<{ loaded: DataSet; after: DataSet | null }>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<{ loaded: DataSet; after: DataSet | null }>) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(set);
    });
    worker.terminate();
    expect(reply).toEqual({ loaded: set, after: null });
  });
});

describe('what is not whole', () => {
  test('a folder without info.json is not read, and removed as a leftover', async () => {
    await store(dataSet(20, 10));
    await (await folder()).removeEntry('info.json');
    expect(await loadStored('mnist')).toBeNull();
    await removeLeftovers();
    expect(await names(await home())).toEqual([]);
  });
  test.each([
    ['cut short', '{"id":"mnist"'],
    ['of another kind', '[1,2,3]'],
    ['without counts', '{"id":"mnist","title":"MNIST","origin":"imported","classes":[],"shape":[28,28,1]}'],
  ])('an info.json %s is not read, and removed as a leftover', async (_title, content) => {
    await store(dataSet(20, 10));
    await write(await folder(), 'info.json', content);
    expect(await loadStored('mnist')).toBeNull();
    await removeLeftovers();
    expect(await names(await home())).toEqual([]);
  });
  test('arrays that disagree with info.json, or are missing, are not read', async () => {
    await store(dataSet(20, 10));
    await write(await folder(), 'test.pixels', 'short');
    expect(await loadStored('mnist')).toBeNull();
    await store(dataSet(20, 10));
    await (await folder()).removeEntry('train.labels');
    expect(await loadStored('mnist')).toBeNull();
  });
  test('other versions and unknown folders are leftovers; what is whole stays', async () => {
    const set = dataSet(20, 10);
    await store(set);
    const root = await navigator.storage.getDirectory();
    const book = await root.getDirectoryHandle('receptive-field');
    await book.getDirectoryHandle('v1', { create: true });
    await (await home()).getDirectoryHandle('unknown', { create: true });
    await removeLeftovers();
    expect(await names(book)).toEqual(['v2']);
    expect(await names(await home())).toEqual(['mnist']);
    expect(await loadStored('mnist')).toEqual(set);
  });
});

describe('what goes wrong is said', () => {
  test('full while storing: nothing half-stored is left', async () => {
    const set = dataSet(20, 10);
    const failing = Object.getPrototypeOf(await (await home()).getFileHandle('probe', { create: true })) as {
      createWritable: () => Promise<FileSystemWritableFileStream>;
    };
    const original = failing.createWritable;
    let calls = 0;
    failing.createWritable = function (this: FileSystemFileHandle) {
      if (++calls === 3) return Promise.reject(new DOMException('full', 'QuotaExceededError'));
      return original.call(this);
    };
    try {
      await expect(store(set)).rejects.toThrow(
        /^MNIST needs 1 MB of the browser's storage, and this site has \d+ MB of \d+ MB left\. Free space/,
      );
    } finally {
      failing.createWritable = original;
    }
    expect(await names(await home())).toEqual(['probe']);
    await expect(store(set)).resolves.toBeUndefined();
  });
  test.each([
    [
      'NoModificationAllowedError',
      'The stored MNIST is in use by another tab of this book. Close the other tab and try again.',
    ],
    [
      'SecurityError',
      'The browser does not let this site store anything, as in a private window. Open the book in an ordinary window,',
    ],
    ['UnknownError', "The browser's storage failed: why. Try again, or restart the browser."],
  ])('%s', async (name, message) => {
    const error = await storageError(new DOMException('why.', name), 'MNIST', 1e6);
    expect(error).toBeInstanceOf(StorageError);
    expect(error.message).toContain(message);
  });
  test('no file storage: nothing is stored, and storing says so', async () => {
    const original = Object.getOwnPropertyDescriptor(StorageManager.prototype, 'getDirectory')!;
    Object.defineProperty(StorageManager.prototype, 'getDirectory', { value: undefined, configurable: true });
    try {
      expect(await loadStored('mnist')).toBeNull();
      expect(await storedInfo('mnist')).toBeNull();
      await removeLeftovers();
      await remove('mnist');
      await expect(store(dataSet(10, 10))).rejects.toThrow(
        'This browser gives pages no file storage of their own. A current version of Chrome, Edge, Firefox or Safari does.',
      );
    } finally {
      Object.defineProperty(StorageManager.prototype, 'getDirectory', original);
    }
  });
});
