/**
 * Data sets that lie on the server beside the book: `npm run data` puts the original files under `public/data/<id>/` with an `index.json`
 * that describes them, and the build lists the ids in `data/index.json`. Nothing is fetched from anywhere else.
 */

import { DataError, isPublished, type DataSet, type DataSetInfo, type PublishedId } from './dataSet';
import { assemblePublished } from './import/assemblePublished';
import type { NamedFile } from './import/idxFamily';
import { readInfo } from './info';

export interface ServedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}
/** `index.json` of one data set. */
export interface ServedIndex {
  readonly version: 1;
  readonly info: DataSetInfo;
  readonly files: readonly ServedFile[];
}

/** The data sets that the server has, as the build listed them; none where nothing is listed. `base`: address of the book's root, ending in `/`. */
export async function servedIds(base: string, get = fetch): Promise<readonly PublishedId[]> {
  const list = await json(`${base}data/index.json`, get);
  return Array.isArray(list) ? list.filter(isPublished) : [];
}

/** @param base address of the book's root, ending in `/` */
function addressOf(base: string, id: PublishedId, file: string): string {
  return `${base}data/${id}/${file}`;
}

/**
 * What the server has under this name, without fetching images.
 *
 * @returns null when it has nothing there: most servers of this book do not
 */
export async function servedIndex(base: string, id: PublishedId, get = fetch): Promise<ServedIndex | null> {
  const address = addressOf(base, id, 'index.json');
  const value = await json(address, get);
  return value === null ? null : readIndex(value, address);
}

async function json(address: string, get: typeof fetch): Promise<unknown> {
  try {
    const reply = await get(address);
    return reply.ok ? ((await reply.json()) as unknown) : null;
  } catch {
    // No answer, or a page instead of JSON, which some servers send for every unknown address.
    return null;
  }
}

/** @throws DataError when the index is not as `npm run data` writes it */
export function readIndex(value: unknown, fileName: string): ServedIndex {
  const { version, info, files } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const good =
    version === 1 &&
    Array.isArray(files) &&
    files.every((file: unknown): file is ServedFile => {
      const { name, sizeBytes, sha256 } = (typeof file === 'object' && file !== null ? file : {}) as Record<
        string,
        unknown
      >;
      return (
        typeof name === 'string' &&
        /^[\w.-]+$/.test(name) &&
        typeof sizeBytes === 'number' &&
        typeof sha256 === 'string'
      );
    });
  if (!good) {
    throw new DataError(
      `${fileName}: expected version 1 with a list of files (name, sizeBytes, sha256), found something else. ` +
        `Run “npm run data” of this version of the book on the server again.`,
    );
  }
  return { version: 1, info: readInfo(info, fileName), files };
}

/**
 * Fetches the files from the book's own server and checks them as an import would.
 *
 * @param onProgress bytes so far and in all
 * @throws DataError when a file is missing or wrong
 */
export async function loadServed(
  base: string,
  id: PublishedId,
  onProgress?: (done: number, total: number) => void,
  get = fetch,
): Promise<DataSet | null> {
  const index = await servedIndex(base, id, get);
  if (index === null) return null;
  const total = index.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const files: NamedFile[] = [];
  let done = 0;
  for (const { name, sizeBytes } of index.files) {
    const address = addressOf(base, id, name);
    const reply = await get(address).catch(() => null);
    if (reply?.ok !== true) {
      throw new DataError(
        `${address}: expected a file of ${sizeBytes} bytes, found ${reply === null ? 'no answer' : `the answer ${reply.status}`} from the server. ` +
          `Run “npm run data” on the server again, or import the files.`,
      );
    }
    files.push({ name, bytes: new Uint8Array(await reply.arrayBuffer()) });
    done += sizeBytes;
    onProgress?.(done, total);
  }
  return assemblePublished(id, files, 'served');
}
