/**
 * All files of a published set, downloaded one after the other and each compared with its published hash.
 *
 * Files that are whole stay among the parts until the caller has kept the data set (`forget`): when the third of four breaks, or the
 * page is closed, the first two are not fetched twice. Deliberately not here: what is in the files; the assemblers check that.
 */

import { downloadFile, type Patience } from './download';
import type { PartialStore } from './partialStore';
import type { PublishedSet } from './published';

export interface FetchProgress {
  /** Of all files. */
  readonly doneBytes: number;
  /** Null as long as the size of one file is not known. */
  readonly totalBytes: number | null;
  readonly file: string;
  /** Where its bytes come from. */
  readonly address: string;
}

export interface FetchOptions {
  readonly parts: PartialStore;
  /** In a page, only addresses that answer pages are asked. */
  readonly inPage: boolean;
  /** What to do when the set cannot be fetched. */
  readonly advice: string;
  readonly get?: typeof fetch;
  readonly patience?: Patience;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  readonly onNotice?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchedFiles {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Removes the parts: the data set is kept elsewhere now. */
  readonly forget: () => Promise<void>;
}

/**
 * @throws DataError when a file cannot be fetched as it was published
 * @throws AbortError when cancelled; what has come by then is continued another time
 */
export async function fetchPublished(set: PublishedSet, options: FetchOptions): Promise<FetchedFiles> {
  const { parts, inPage, onProgress } = options;
  const folders = set.addresses.filter(({ answersPages }) => answersPages || !inPage).map(({ folder }) => folder);
  const sizes: (number | null)[] = set.files.map(({ sizeBytes }) => sizeBytes);
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const [place, file] of set.files.entries()) {
    const before = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const bytes = await downloadFile({
      ...options,
      file,
      folders,
      partName: partName(set, file.name),
      onProgress: ({ doneBytes, totalBytes, address }) => {
        sizes[place] = totalBytes;
        onProgress?.({ doneBytes: before + doneBytes, totalBytes: sum(sizes), file: file.name, address });
      },
    });
    sizes[place] = bytes.length;
    files.push({ name: file.name, bytes });
  }
  return { files, forget: () => forgetParts(set, parts) };
}

/** Removes what an unfinished fetch has left. */
export async function forgetParts(set: PublishedSet, parts: PartialStore): Promise<void> {
  for (const { name } of set.files) await parts.remove(partName(set, name));
}

function partName({ id }: PublishedSet, fileName: string): string {
  return `${id}-${fileName}`;
}

function sum(sizes: readonly (number | null)[]): number | null {
  return sizes.reduce((total, size) => (total === null || size === null ? null : total + size), 0);
}
