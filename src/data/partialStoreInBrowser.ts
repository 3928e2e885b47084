/**
 * Parts of downloads in the browser's own file storage (the origin-private file system), so that a download goes on after the page was
 * closed. Two files each: `<name>.part`, and `<name>.json`, which says where it came from.
 *
 *     receptive-field-downloads/mnist-train-images-idx3-ubyte.gz.{part,json}
 *
 * Beside the folder of the data sets, whose leftovers are swept away at every start; parts are meant to be left over. The json is
 * written before the first byte: a part without it counts as none. Deliberately not here: what a part must agree with.
 */

import { readOrigin, type PartialStore } from './partialStore';

const HOME = 'receptive-field-downloads';

/** The part of a synchronous handle (workers only) that is used here. */
interface SyncAccess {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** @throws (each call) when the browser has no such storage, or refuses it */
export function browserPartialStore(): PartialStore {
  const home = async (): Promise<FileSystemDirectoryHandle> =>
    (await navigator.storage.getDirectory()).getDirectoryHandle(HOME, { create: true });
  return {
    async load(name) {
      const folder = await home();
      const origin = readOrigin((await (await fileIn(folder, `${name}.json`))?.text().catch(() => '')) ?? '');
      const part = await fileIn(folder, `${name}.part`);
      if (origin === null || part === null) return null;
      return { origin, bytes: new Uint8Array(await part.arrayBuffer()) };
    },
    async begin(name, origin) {
      const folder = await home();
      await removeFrom(folder, `${name}.json`);
      await write(folder, `${name}.part`, new Uint8Array(0), 0);
      await write(folder, `${name}.json`, new TextEncoder().encode(JSON.stringify(origin)), 0);
    },
    async append(name, bytes, at) {
      await write(await home(), `${name}.part`, bytes, at);
    },
    async remove(name) {
      const folder = await home();
      await removeFrom(folder, `${name}.json`);
      await removeFrom(folder, `${name}.part`);
    },
  };
}

async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function removeFrom(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** What lies behind `at` is cut off. */
async function write(folder: FileSystemDirectoryHandle, name: string, bytes: Uint8Array, at: number): Promise<void> {
  const file = await folder.getFileHandle(name, { create: true });
  // In a worker: without copying what is there already, and the only way in older versions of Safari.
  const open = (file as { createSyncAccessHandle?: () => Promise<SyncAccess> }).createSyncAccessHandle;
  if (open !== undefined) {
    const access = await open.call(file);
    try {
      access.truncate(at);
      if (access.write(bytes, { at }) !== bytes.length) {
        throw new DOMException('The browser’s storage for this site is full.', 'QuotaExceededError');
      }
      access.flush();
    } finally {
      access.close();
    }
    return;
  }
  const writable = await file.createWritable({ keepExistingData: true });
  try {
    await writable.truncate(at);
    // A copy, because shared memory is not allowed here.
    await writable.write({ type: 'write', position: at, data: bytes.slice() });
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
