/**
 * A published set for a page: fetched where it was published, compared with the published hashes, and assembled as an import would be.
 *
 * Deliberately not here: keeping it (the library's), and sets whose hosts let no page read their files; those are refused before a
 * byte is asked for.
 */

import { DataError, type DataSet } from './dataSet';
import type { Patience } from './download';
import { fetchPublished } from './fetchPublished';
import { assemblePublished } from './import/assemblePublished';
import type { ImportProgress } from './import/importReport';
import type { PartialStore } from './partialStore';
import { publishedSource, type PublishedSet } from './published';

export interface DataSetFetch {
  /** Where what has come waits for another try. */
  readonly parts: PartialStore;
  readonly get?: typeof fetch;
  readonly patience?: Patience;
  /** Bytes; the task is the name of the file that comes. */
  readonly onProgress: ImportProgress;
  /** Told on the way: a download starts over, its part cannot be kept. */
  readonly onNotice: (message: string) => void;
  readonly signal: AbortSignal;
}

export interface FetchedDataSet {
  readonly dataSet: DataSet;
  /** Removes the files as they came; for when the set is kept. */
  readonly forget: () => Promise<void>;
}

/**
 * @throws DataError when no page may fetch the set, or when it cannot be had as it was published; says what to do
 * @throws AbortError when cancelled; what has come by then is continued another time
 */
export async function fetchDataSet(set: PublishedSet, options: DataSetFetch): Promise<FetchedDataSet> {
  const { onProgress, signal } = options;
  const { way, command } = publishedSource(set);
  if (way === 'command') {
    throw new DataError(
      `${set.title}: expected a host that lets pages of other sites read its files, found none. ` +
        `Import the files, or run “${command}” on the server of the book.`,
    );
  }
  let cameBytes = 0;
  const { files, forget } = await fetchPublished(set, {
    ...options,
    inPage: true,
    advice: 'Try again later: what has come whole is kept. Or download the files yourself and import them.',
    onProgress: ({ doneBytes, totalBytes, file }) => {
      cameBytes = doneBytes;
      onProgress(file, doneBytes, totalBytes);
    },
  });
  onProgress(`Checking ${set.title}`, cameBytes, cameBytes);
  const dataSet = await assemblePublished(set.id, files, 'fetched');
  signal.throwIfAborted();
  return { dataSet, forget };
}
