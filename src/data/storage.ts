/**
 * Keeps data sets in the browser's own file storage (the origin-private file system), so that they are there next time.
 *
 * Picture: one folder per data set, named after its id, with six raw arrays and `info.json`. The json is written last and removed first:
 * where it is, the arrays are whole; a folder without it is a leftover of a closed tab and is swept away by the next visit. A new
 * name is written beside the old one first (`info.new.json`), so that a set is never without.
 *
 *     receptive-field/v2/mnist/{train,validation,test}.{pixels,labels}, info.json
 *
 * A set of numbers has its 32-bit floats in the files called pixels, as they lie in memory; its info says so.
 *
 * What an older version of the book kept (`v1`: MNIST without validation images) is swept away, not read.
 *
 * Deliberately not here: anything of a reader's work; that is the lab's. Nothing leaves the browser.
 * The file is long because writing, reading and sweeping away keep one promise together.
 */

import { sizeOf } from './content';
import {
  asValues,
  bytesOf,
  DataError,
  isDataSetId,
  splitNames,
  valuesFromBytes,
  valuesOf,
  type DataSet,
  type DataSetId,
  type DataSetInfo,
  type LabelledImages,
  type SplitName,
} from './dataSet';
import { readInfo } from './info';
import { storageError, StorageError } from './storageError';

/** Changes when files written by an older version of the book can no longer be read; the old ones are then removed. */
const VERSION = 'v2';
const HOME = 'receptive-field';
const INFO = 'info.json';
const NEXT_INFO = 'info.new.json';

/** Everything whole that is stored, without reading images. Empty where the browser has no such storage. */
export async function storedInfos(): Promise<readonly DataSetInfo[]> {
  const home = await existingHome();
  if (home === null) return [];
  const infos: DataSetInfo[] = [];
  for (const name of await names(home)) {
    const info = isDataSetId(name) ? await storedInfo(name) : null;
    if (info !== null) infos.push(info);
  }
  return infos;
}

/**
 * What is stored under this name, without reading images.
 *
 * @returns null where nothing whole is stored, or where the browser has no such storage
 */
export async function storedInfo(id: DataSetId): Promise<DataSetInfo | null> {
  const folder = await existingFolder(id);
  return folder === null ? null : readStoredInfo(folder, id);
}

/** The stored data set, or null as `storedInfo`. A set whose files do not agree with its `info.json` counts as not stored. */
export async function loadStored(id: DataSetId): Promise<DataSet | null> {
  const folder = await existingFolder(id);
  const info = folder === null ? null : await readStoredInfo(folder, id);
  if (folder === null || info === null) return null;
  const train = await readSplit(folder, info, 'train');
  const validation = await readSplit(folder, info, 'validation');
  const test = await readSplit(folder, info, 'test');
  return train === null || validation === null || test === null ? null : { info, train, validation, test };
}

/**
 * Keeps `dataSet`, in place of what was stored under its name.
 *
 * @throws StorageError when the storage is absent, refused, full or in use; nothing half-written is ever read
 */
export async function store(dataSet: DataSet): Promise<void> {
  const { info } = dataSet;
  await alone(async () => {
    try {
      const home = await openHome();
      const folder = await home.getDirectoryHandle(info.id, { create: true });
      await removeEntry(folder, INFO);
      await removeEntry(folder, NEXT_INFO);
      for (const split of splitNames) {
        await writeFile(folder, `${split}.pixels`, bytesOf(valuesOf(dataSet[split])));
        await writeFile(folder, `${split}.labels`, dataSet[split].labels);
      }
      await writeInfo(folder, INFO, info);
    } catch (error) {
      await removeQuietly(info.id);
      throw await storageError(error, info.title, sizeOf(dataSet));
    }
  });
}

/**
 * Gives what is stored under this id another title.
 *
 * @throws DataError when nothing is stored, StorageError when the storage is refused, full or in use
 */
export async function renameStored(id: DataSetId, title: string): Promise<DataSetInfo> {
  let renamed: DataSetInfo | null = null;
  await alone(async () => {
    const folder = await existingFolder(id);
    const info = folder === null ? null : await readStoredInfo(folder, id);
    if (folder === null || info === null) {
      throw new DataError(`There is no data set “${id}” here to be renamed. It may have been removed in another tab.`);
    }
    renamed = { ...info, title };
    try {
      await writeInfo(folder, NEXT_INFO, renamed);
      await writeInfo(folder, INFO, renamed);
      await removeEntry(folder, NEXT_INFO);
    } catch (error) {
      throw await storageError(error, info.title, 0);
    }
  });
  return renamed!;
}

/** Removes what is stored under this name; nothing happens where nothing is. */
export async function remove(id: DataSetId): Promise<void> {
  await alone(async () => {
    const home = await existingHome();
    if (home === null) return;
    try {
      const folder = await home.getDirectoryHandle(id).catch(nullWhenNotFound);
      // First what makes it whole, so that a removal that is cut short leaves nothing that could be read.
      if (folder !== null) {
        await removeEntry(folder, NEXT_INFO);
        await removeEntry(folder, INFO);
      }
      await removeEntry(home, id);
    } catch (error) {
      throw await storageError(error, id, 0);
    }
  });
}

/** At the start of a visit: removes half-stored sets and those of other versions of the book. Never throws. */
export async function removeLeftovers(): Promise<void> {
  await alone(async () => {
    try {
      const root = await existingRoot();
      if (root === null) return;
      for (const version of await names(root)) if (version !== VERSION) await removeEntry(root, version);
      const home = await existingHome();
      if (home === null) return;
      for (const name of await names(home)) {
        const folder = await home.getDirectoryHandle(name).catch(() => null);
        if (!isDataSetId(name) || folder === null || (await readStoredInfo(folder, name)) === null) {
          await removeEntry(home, name);
        }
      }
    } catch {
      // Another tab is at it, or storage is refused; reading is safe all the same.
    }
  });
}

// ── Folders ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

async function openRoot(): Promise<FileSystemDirectoryHandle> {
  // Old browsers lack what the types promise.
  const storage = (globalThis.navigator as Navigator | undefined)?.storage as Partial<StorageManager> | undefined;
  if (storage?.getDirectory === undefined) {
    throw new StorageError(
      'This browser gives pages no file storage of their own. A current version of Chrome, Edge, Firefox or Safari does.',
    );
  }
  return storage.getDirectory();
}

async function openHome(): Promise<FileSystemDirectoryHandle> {
  const home = await (await openRoot()).getDirectoryHandle(HOME, { create: true });
  return home.getDirectoryHandle(VERSION, { create: true });
}

/** The book's folder, or null where there is none or storage is absent or refused. */
async function existingRoot(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (await openRoot()).getDirectoryHandle(HOME);
  } catch {
    return null;
  }
}

async function existingHome(): Promise<FileSystemDirectoryHandle | null> {
  const root = await existingRoot();
  return root === null ? null : root.getDirectoryHandle(VERSION).catch(() => null);
}

async function existingFolder(id: DataSetId): Promise<FileSystemDirectoryHandle | null> {
  const home = await existingHome();
  return home === null ? null : home.getDirectoryHandle(id).catch(() => null);
}

async function names(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const found: string[] = [];
  // `keys` of a folder is in no TypeScript library that the browser's other types come from.
  const keys = (folder as unknown as { keys(): AsyncIterable<string> }).keys();
  for await (const name of keys) found.push(name);
  return found;
}

async function removeEntry(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  await folder.removeEntry(name, { recursive: true }).catch(nullWhenNotFound);
}

async function removeQuietly(id: DataSetId): Promise<void> {
  const home = await existingHome();
  await home?.removeEntry(id, { recursive: true }).catch(() => undefined);
}

function nullWhenNotFound(error: unknown): null {
  if (error instanceof DOMException && error.name === 'NotFoundError') return null;
  throw error;
}

/** One tab at a time, where the browser has locks. */
async function alone(work: () => Promise<void>): Promise<void> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  await (locks === undefined ? work() : locks.request(`${HOME}/data`, work));
}

// ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The part of a synchronous handle (workers only) that is used here. */
interface SyncAccess {
  truncate(size: number): void;
  write(bytes: Uint8Array, options: { at: number }): number;
  flush(): void;
  close(): void;
}

async function writeFile(folder: FileSystemDirectoryHandle, name: string, bytes: Uint8Array): Promise<void> {
  const file = await folder.getFileHandle(name, { create: true });
  // In a worker: faster, and the only way in older versions of Safari.
  const open = (file as { createSyncAccessHandle?: () => Promise<SyncAccess> }).createSyncAccessHandle;
  if (open !== undefined) {
    const access = await open.call(file);
    try {
      access.truncate(0);
      const written = access.write(bytes, { at: 0 });
      if (written !== bytes.length) throw new DOMException('The file was cut short.', 'QuotaExceededError');
      access.flush();
    } finally {
      access.close();
    }
    return;
  }
  const writable = await file.createWritable();
  try {
    // A copy, because shared memory is not allowed here.
    await writable.write(bytes.slice());
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
}

async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<Uint8Array | null> {
  try {
    const file = await (await folder.getFileHandle(name)).getFile();
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
}

async function writeInfo(folder: FileSystemDirectoryHandle, name: string, info: DataSetInfo): Promise<void> {
  await writeFile(folder, name, new TextEncoder().encode(JSON.stringify(info)));
}

async function readStoredInfo(folder: FileSystemDirectoryHandle, id: DataSetId): Promise<DataSetInfo | null> {
  return (await readInfoFile(folder, INFO, id)) ?? readInfoFile(folder, NEXT_INFO, id);
}

async function readInfoFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  id: DataSetId,
): Promise<DataSetInfo | null> {
  const bytes = await readFile(folder, name);
  if (bytes === null) return null;
  try {
    const info = readInfo(JSON.parse(new TextDecoder().decode(bytes)), name);
    return info.id === id ? info : null;
  } catch (error) {
    if (error instanceof DataError || error instanceof SyntaxError) return null;
    throw error;
  }
}

async function readSplit(
  folder: FileSystemDirectoryHandle,
  info: DataSetInfo,
  split: SplitName,
): Promise<LabelledImages | null> {
  const bytes = await readFile(folder, `${split}.pixels`);
  const labels = await readFile(folder, `${split}.labels`);
  const count = info.counts[split];
  const length = count * info.shape[0] * info.shape[1] * info.shape[2];
  const expected = info.values === 'numbers' ? length * Float32Array.BYTES_PER_ELEMENT : length;
  if (bytes?.length !== expected || labels?.length !== count) return null;
  const values = valuesFromBytes(bytes, info.values);
  // A number that is none would turn every weight into none.
  if (values instanceof Float32Array && !values.every(Number.isFinite)) return null;
  return { count, shape: info.shape, ...asValues(values), labels };
}
