/**
 * The data sets that the engine can train on, and where they come from.
 *
 * Picture: a shelf. *Digits* is made when somebody asks for it. MNIST stands on it when the reader has imported it (kept in the browser's
 * own storage, or, where that is refused, for this visit only), or when a class server has the files. What was read once stays in
 * memory, because every run of the page shares it.
 */

import { DataError, type DataSet, type DataSetId, type DataSetInfo } from '../data/dataSet';
import type { DataSetOffer } from './protocol';

/** An original file as the page hands it over. */
export interface ImportedFile {
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

export type Progress = (task: string, done: number, total: number) => void;

/** Where a data set may already lie. */
export interface Source {
  /** Cheap: reads no images. Null when it is not there. */
  peek(): Promise<DataSetOffer | null>;
  /** @throws DataError when it cannot be read */
  read(onProgress: Progress): Promise<DataSet>;
}

export interface Storage extends Source {
  /** @throws when storage is refused or full; the message says so */
  write(dataSet: DataSet): Promise<void>;
  remove(): Promise<void>;
}

export interface DataLibraryOptions {
  readonly digits: {
    readonly counts: DataSetInfo['counts'];
    make(seed: number, onProgress: Progress, signal: AbortSignal | undefined): Promise<DataSet>;
  };
  /** Checks everything. @throws DataError */
  readonly assembleMnist: (files: readonly { name: string; bytes: Uint8Array }[]) => Promise<DataSet>;
  readonly storedMnist: Storage;
  readonly servedMnist: Source;
}

export interface DataLibrary {
  /** What can be chosen now. */
  list(): Promise<readonly DataSetOffer[]>;
  /** @throws DataError when there is no such data set here, AbortError when cancelled */
  load(id: DataSetId, generatorSeed: number, onProgress: Progress, signal?: AbortSignal): Promise<DataSet>;
  /** `notice`: in words, when it could not be kept for the next visit. @throws DataError; then everything stays as it was */
  importMnist(files: readonly ImportedFile[]): Promise<{ info: DataSetInfo; notice: string | null }>;
  remove(id: DataSetId): Promise<void>;
}

export function createDataLibrary({
  digits,
  assembleMnist,
  storedMnist,
  servedMnist,
}: DataLibraryOptions): DataLibrary {
  /** The last digits made: a reader tries seeds one after the other. */
  let madeDigits: { readonly seed: number; readonly dataSet: DataSet } | null = null;
  let mnist: DataSet | null = null;
  /** A class server does not change while a page is open. */
  let served: Promise<DataSetOffer | null> | null = null;

  function peekServed(): Promise<DataSetOffer | null> {
    served ??= servedMnist.peek().catch(() => null);
    return served;
  }

  async function offeredMnist(): Promise<DataSetOffer | null> {
    return mnist?.info ?? (await storedMnist.peek().catch(() => null)) ?? (await peekServed());
  }

  async function loadMnist(onProgress: Progress): Promise<DataSet> {
    if (mnist !== null) return mnist;
    if ((await storedMnist.peek().catch(() => null)) !== null) return storedMnist.read(onProgress);
    if ((await peekServed()) !== null) return servedMnist.read(onProgress);
    throw new DataError(
      'MNIST is not here yet. Import its four files (train-images-idx3-ubyte.gz and its three companions) with “Import MNIST files”, or train on Digits.',
    );
  }

  return {
    async list() {
      const made = madeDigits?.dataSet.info;
      const offer: DataSetOffer = made ?? {
        id: 'digits',
        title: 'Digits',
        origin: 'generated',
        classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
        shape: [28, 28, 1],
        counts: digits.counts,
      };
      const offered = await offeredMnist();
      return offered === null ? [offer] : [offer, offered];
    },
    async load(id, generatorSeed, onProgress, signal) {
      switch (id) {
        case 'digits':
          if (madeDigits?.seed !== generatorSeed) {
            madeDigits = { seed: generatorSeed, dataSet: await digits.make(generatorSeed, onProgress, signal) };
          }
          return madeDigits.dataSet;
        case 'mnist':
          mnist = await loadMnist(onProgress);
          return mnist;
      }
    },
    async importMnist(files) {
      const dataSet = await assembleMnist(files.map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes) })));
      mnist = dataSet;
      try {
        await storedMnist.write(dataSet);
        return { info: dataSet.info, notice: null };
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return {
          info: dataSet.info,
          notice: `MNIST is here for this visit, but could not be kept for the next one. ${why}`,
        };
      }
    },
    async remove(id) {
      if (id !== 'mnist') return;
      mnist = null;
      await storedMnist.remove();
    },
  };
}
