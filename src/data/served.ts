/**
 * A data set that lies on the server beside the book: `npm run data -- mnist --from <folder>` puts the original files under
 * `public/data/mnist/` with an `index.json` that describes them. Nothing is fetched from anywhere else.
 */

import { DataError, type DataSet, type DataSetId, type DataSetInfo } from './dataSet';
import { readInfo } from './info';
import { assembleMnist, type NamedFile } from './mnist';

export interface ServedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}
/** `index.json` */
export interface ServedIndex {
  readonly version: 1;
  readonly info: DataSetInfo;
  readonly files: readonly ServedFile[];
}

/** @param base address of the book's root, ending in `/` */
function addressOf(base: string, id: DataSetId, file: string): string {
  return `${base}data/${id}/${file}`;
}

/**
 * What the server has under this name, without fetching images.
 *
 * @returns null when it has nothing there: most servers of this book do not
 */
export async function servedIndex(base: string, id: DataSetId, get = fetch): Promise<ServedIndex | null> {
  let value: unknown;
  try {
    const reply = await get(addressOf(base, id, 'index.json'));
    if (!reply.ok) return null;
    value = await reply.json();
    // The build writes this where there is nothing, for the sake of the console.
    if (value === null) return null;
  } catch {
    // No answer, or a page instead of JSON, which some servers send for every unknown address.
    return null;
  }
  return readIndex(value, addressOf(base, id, 'index.json'));
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
  id: DataSetId,
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
  return assembleMnist(files, 'served');
}
