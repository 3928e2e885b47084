/**
 * The data sets that the engine can train on, and where they come from.
 *
 * Picture: a shelf. What the book makes is made when somebody asks for it. What the reader imported or fetched is kept in the browser's own
 * storage, or, where that is refused, for this visit only. What a class server has beside the book can be read from there. An import
 * is first looked at and reported; the last report waits for the reader's word, and only then is anything kept.
 *
 * What is in use stays in memory once, because every run of the page shares it.
 */

import { contentOf } from '../data/content';
import {
  DataError,
  dataSetTitles,
  generatedIds,
  isGenerated,
  isOwn,
  isPublished,
  publishedIds,
  type DataSet,
  type DataSetId,
  type DataSetInfo,
  type DataSetOffer,
  type GeneratedId,
  type PublishedId,
} from '../data/dataSet';
import type { FetchedDataSet } from '../data/fetchDataSet';
import type {
  ImportChoices,
  ImportConsent,
  ImportedFile,
  ImportProgress,
  ImportReport,
  PreparedImport,
} from '../data/import/importReport';
import { checkName, ownIdFor } from '../data/ownName';
import { isFetchable, type FetchableId } from '../data/published';

export type Progress = (task: string, done: number, total: number) => void;

/** What is kept in the browser. */
export interface Kept {
  /** Cheap: reads no images. */
  list(): Promise<readonly DataSetInfo[]>;
  /** Null when nothing whole is kept under this id. */
  read(id: DataSetId): Promise<DataSet | null>;
  /** In place of what was kept under its id. @throws when storage is refused or full; the message says so */
  write(dataSet: DataSet): Promise<void>;
  /** @throws DataError when nothing is kept under this id */
  rename(id: DataSetId, title: string): Promise<DataSetInfo>;
  remove(id: DataSetId): Promise<void>;
}

/** What a class server has. */
export interface Served {
  /** Empty on most servers. */
  list(): Promise<readonly DataSetOffer[]>;
  /** Null when it is no longer there. @throws DataError when it cannot be read */
  read(id: PublishedId, onProgress: (done: number, total: number) => void): Promise<DataSet | null>;
}

export interface Generator {
  /** What it makes, as far as that is known beforehand. */
  readonly offer: DataSetOffer;
  make(seed: number, onProgress: Progress, signal: AbortSignal | undefined): Promise<DataSet>;
}

export interface DataLibraryOptions {
  readonly generators: { readonly [K in GeneratedId]: Generator };
  readonly kept: Kept;
  readonly served: Served;
  /** Looks at the reader's files and checks everything. @throws DataError */
  readonly prepareImport: (
    files: readonly ImportedFile[],
    choices: ImportChoices | null,
    onProgress: ImportProgress,
    signal: AbortSignal,
  ) => Promise<PreparedImport>;
  /** From where it was published, checked completely. @throws DataError, AbortError */
  readonly fetchDataSet: (
    id: FetchableId,
    onProgress: ImportProgress,
    onNotice: (message: string) => void,
    signal: AbortSignal,
  ) => Promise<FetchedDataSet>;
  /** Removes what an unfinished fetch has left. */
  readonly forgetFetch: (id: FetchableId) => Promise<void>;
}

/** `notice`: in words, when it could not be kept for the next visit. */
export interface KeptDataSet {
  readonly info: DataSetInfo;
  readonly notice: string | null;
}

export interface DataLibrary {
  /** What can be chosen now. */
  list(): Promise<readonly DataSetOffer[]>;
  /** @throws DataError when there is no such data set here, AbortError when cancelled */
  load(id: DataSetId, generatorSeed: number, onProgress: Progress, signal?: AbortSignal): Promise<DataSet>;
  /** Keeps nothing; takes the place of the report before. @throws DataError when the files make no data set */
  inspectImport(
    files: readonly ImportedFile[],
    choices: ImportChoices | null,
    onProgress: ImportProgress,
    signal: AbortSignal,
  ): Promise<ImportReport>;
  /** @throws DataError when the report is not the last one, or the reader's word is missing; then everything stays as it was */
  keepImport(proposal: number, consent: ImportConsent, signal: AbortSignal): Promise<KeptDataSet>;
  /** Frees what waits for the reader's word. */
  dropImport(proposal: number): void;
  /**
   * Fetches a published set and checks it; keeps nothing yet. The answer keeps it. One of the same set that is under way is waited for.
   *
   * @throws DataError when it cannot be had as it was published, AbortError when cancelled; the next try goes on with what has come
   */
  fetch(
    id: FetchableId,
    onProgress: ImportProgress,
    onNotice: (message: string) => void,
    signal: AbortSignal,
  ): Promise<(signal: AbortSignal) => Promise<KeptDataSet>>;
  rename(id: DataSetId, name: string): Promise<DataSetInfo>;
  remove(id: DataSetId): Promise<void>;
}

export function createDataLibrary(options: DataLibraryOptions): DataLibrary {
  const { generators, kept, served, prepareImport, fetchDataSet, forgetFetch } = options;
  /** The last one made of each: a reader tries seeds one after the other. */
  const made = new Map<GeneratedId, { readonly seed: number; readonly dataSet: DataSet }>();
  /** Could not be kept, so that this is the only place where they are. */
  const visiting = new Map<DataSetId, DataSet>();
  /** Read before; a run that still uses one shares it with the next. */
  const inUse = new Map<DataSetId, WeakRef<DataSet>>();
  let waiting: { readonly proposal: number; readonly prepared: PreparedImport } | null = null;
  let lastProposal = 0;
  /** Two of the same set would write into the same parts. */
  const fetches = new Map<FetchableId, Promise<unknown>>();
  /** A class server does not change while a page is open. */
  let servedOffers: Promise<readonly DataSetOffer[]> | null = null;

  function listServed(): Promise<readonly DataSetOffer[]> {
    servedOffers ??= served.list().catch(() => []);
    return servedOffers;
  }

  /** Published ones in their usual order, then the reader's own by name. */
  async function listKept(): Promise<readonly DataSetInfo[]> {
    const infos = new Map((await kept.list().catch(() => [])).map((info) => [info.id, info]));
    for (const { info } of visiting.values()) infos.set(info.id, info);
    const place = ({ id }: DataSetInfo): number => (isPublished(id) ? publishedIds.indexOf(id) : publishedIds.length);
    return [...infos.values()].sort((a, b) => place(a) - place(b) || a.title.localeCompare(b.title, 'en'));
  }

  async function read(id: DataSetId, onProgress: Progress): Promise<DataSet> {
    const known = visiting.get(id) ?? inUse.get(id)?.deref();
    if (known !== undefined) return known;
    const title = isOwn(id) ? 'your data set' : dataSetTitles[id];
    onProgress(`Reading ${title}`, 0, 1);
    const stored = await kept.read(id).catch(() => null);
    if (stored !== null) {
      onProgress(`Reading ${title}`, 1, 1);
      return stored;
    }
    if (isPublished(id) && (await listServed()).some((offer) => offer.id === id)) {
      const fetched = await served.read(id, (done, total) => onProgress(`Fetching ${title}`, done, total));
      if (fetched !== null) return fetched;
    }
    throw new DataError(
      isOwn(id)
        ? `There is no data set “${id}” here: it was removed, or imported in another browser. Import its files again, or choose another.`
        : `${title} is not here yet. Import its files, or train on Digits.`,
    );
  }

  async function keep(dataSet: DataSet, signal: AbortSignal): Promise<KeptDataSet> {
    const whole = { ...dataSet, info: { ...dataSet.info, ...contentOf(dataSet) } };
    const { info } = whole;
    signal.throwIfAborted();
    inUse.delete(info.id);
    visiting.delete(info.id);
    try {
      await kept.write(whole);
      inUse.set(info.id, new WeakRef(whole));
      return { info, notice: null };
    } catch (error) {
      visiting.set(info.id, whole);
      const why = error instanceof Error ? error.message : String(error);
      return {
        info,
        notice: `${info.title} is here for this visit, but could not be kept for the next one. ${why}`,
      };
    }
  }

  return {
    async list() {
      const offers = generatedIds.map((id) => made.get(id)?.dataSet.info ?? generators[id].offer);
      const here = await listKept();
      const beside = (await listServed()).filter(({ id }) => here.every((offer) => offer.id !== id));
      return [...offers, ...here, ...beside];
    },
    async load(id, generatorSeed, onProgress, signal) {
      if (!isGenerated(id)) {
        const dataSet = await read(id, onProgress);
        inUse.set(id, new WeakRef(dataSet));
        return dataSet;
      }
      const known = made.get(id);
      if (known?.seed === generatorSeed) return known.dataSet;
      const dataSet = await generators[id].make(generatorSeed, onProgress, signal);
      made.set(id, { seed: generatorSeed, dataSet });
      return dataSet;
    },
    async inspectImport(files, choices, onProgress, signal) {
      waiting = null;
      const prepared = await prepareImport(files, choices, onProgress, signal);
      signal.throwIfAborted();
      waiting = { proposal: ++lastProposal, prepared };
      return { ...prepared.report, proposal: lastProposal };
    },
    async keepImport(proposal, { name, leaveOut }, signal) {
      if (waiting?.proposal !== proposal) {
        throw new DataError('The files that were looked at are no longer at hand. Choose them again.');
      }
      const { report, dataSet } = waiting.prepared;
      const [unreadable] = report.undecodable;
      if (unreadable !== undefined && !leaveOut) {
        const count = report.undecodable.length;
        throw new DataError(
          `${count === 1 ? '1 image' : `${count} images`} cannot be read, the first is ${unreadable.path}. ` +
            `Say that they are to be left out, or choose other files.`,
        );
      }
      const title = report.published === null ? checkName(name) : dataSetTitles[report.published];
      const taken = (await listKept()).map(({ id }) => id);
      const id = report.published ?? ownIdFor(title, taken);
      const result = await keep({ ...dataSet, info: { ...dataSet.info, id, title } }, signal);
      waiting = null;
      return result;
    },
    dropImport(proposal) {
      if (waiting?.proposal === proposal) waiting = null;
    },
    async fetch(id, onProgress, onNotice, signal) {
      const before = fetches.get(id) ?? Promise.resolve();
      const fetched = before.then(() => {
        signal.throwIfAborted();
        return fetchDataSet(id, onProgress, onNotice, signal);
      });
      fetches.set(
        id,
        fetched.catch(() => undefined),
      );
      const { dataSet, forget } = await fetched;
      return async (keepSignal) => {
        const result = await keep(dataSet, keepSignal);
        await forget().catch(() => undefined);
        return result;
      };
    },
    async rename(id, name) {
      if (!isOwn(id)) {
        throw new DataError(
          `${isGenerated(id) || isPublished(id) ? dataSetTitles[id] : id} keeps its name. Rename data sets of your own.`,
        );
      }
      const title = checkName(name);
      const visitor = visiting.get(id);
      // A run that is open goes on; it shows the new name when it is opened again.
      if (visitor === undefined) return kept.rename(id, title);
      const info = { ...visitor.info, title };
      visiting.set(id, { ...visitor, info });
      return info;
    },
    async remove(id) {
      visiting.delete(id);
      inUse.delete(id);
      if (isFetchable(id)) await forgetFetch(id).catch(() => undefined);
      await kept.remove(id);
    },
  };
}
