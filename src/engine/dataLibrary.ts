/**
 * The data sets that the engine can train on, and where they come from.
 *
 * Picture: a shelf. *Digits* and *Things* are made when somebody asks for them. MNIST stands on it when the reader has imported it (kept in the browser's
 * own storage, or, where that is refused, for this visit only), or when a class server has the files. What was read once stays in
 * memory, because every run of the page shares it.
 */

import {
  DataError,
  generatedIds,
  isGenerated,
  type DataSet,
  type DataSetId,
  type DataSetInfo,
  type DataSetOffer,
  type GeneratedId,
} from '../data/dataSet';

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

export interface Generator {
  /** What it makes, as far as that is known beforehand. */
  readonly offer: DataSetOffer;
  make(seed: number, onProgress: Progress, signal: AbortSignal | undefined): Promise<DataSet>;
}

export interface DataLibraryOptions {
  readonly generators: { readonly [K in GeneratedId]: Generator };
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
  generators,
  assembleMnist,
  storedMnist,
  servedMnist,
}: DataLibraryOptions): DataLibrary {
  /** The last one made of each: a reader tries seeds one after the other. */
  const made = new Map<GeneratedId, { readonly seed: number; readonly dataSet: DataSet }>();
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
      const offers = generatedIds.map((id) => made.get(id)?.dataSet.info ?? generators[id].offer);
      const offered = await offeredMnist();
      return offered === null ? offers : [...offers, offered];
    },
    async load(id, generatorSeed, onProgress, signal) {
      if (!isGenerated(id)) {
        mnist = await loadMnist(onProgress);
        return mnist;
      }
      const known = made.get(id);
      if (known?.seed === generatorSeed) return known.dataSet;
      const dataSet = await generators[id].make(generatorSeed, onProgress, signal);
      made.set(id, { seed: generatorSeed, dataSet });
      return dataSet;
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
