/**
 * The page's shelf of data sets: what a reader can do to them, in promises. Data sets belong to the page, not to one run; the runs hear
 * of every change by themselves.
 *
 * Everything rejects with an Error whose message is for the reader, and with an AbortError when the reader gave it up.
 * Deliberately not here: what a dialog shows and remembers; that is its widget's.
 */

import type { DataSetId, DataSetInfo, DataSetOffer } from '../data/dataSet';
import type { ImportChoices, ImportConsent, ImportedFile, ImportReport } from '../data/import/importReport';
import { publishedSources, type FetchableId, type PublishedSource } from '../data/published';
import { EngineFailure, type EngineClient, type RequestOptions } from '../engine/client';

export type ShelfProgress = (task: string, done: number, total: number | null) => void;

export interface ShelfSpace {
  /** Of everything that this site keeps; null where the browser does not say. */
  readonly usedBytes: number | null;
  /** What the browser allows this site; null where it does not say. */
  readonly quotaBytes: number | null;
  /** Whether the browser has promised not to clear it by itself. */
  readonly isPersistent: boolean;
}

export interface DataShelf {
  /** Looks at files and checks them completely; keeps nothing. */
  inspect(
    files: readonly ImportedFile[],
    choices: ImportChoices | null,
    onProgress: ShelfProgress,
    signal?: AbortSignal,
  ): Promise<ImportReport>;
  /**
   * Keeps what the last report told, and asks the browser not to clear it.
   *
   * `notice`: in words, when it is here for this visit only. `isPersistent`: the browser's answer.
   */
  keep(report: ImportReport, consent: ImportConsent, signal?: AbortSignal): Promise<KeptOnShelf>;
  /** The reader has given up. */
  drop(report: ImportReport): Promise<void>;
  /** What can be fetched, and from where: shown before anything is asked of it. */
  readonly sources: readonly PublishedSource[];
  /** Fetches, checks and keeps a published set, in bytes; what broke off or was given up goes on where it was. */
  fetch(id: FetchableId, onProgress: ShelfProgress, signal?: AbortSignal): Promise<KeptOnShelf>;
  /** Everything that can be chosen; what is kept in the browser has `sizeBytes` and `sha256`. */
  list(): Promise<readonly DataSetOffer[]>;
  /** Of a data set of the reader's own. */
  rename(id: DataSetId, name: string): Promise<DataSetInfo>;
  remove(id: DataSetId): Promise<void>;
  space(): Promise<ShelfSpace>;
  /** Asks the browser to keep what is stored; resolves with its answer. */
  persist(): Promise<boolean>;
}

export interface KeptOnShelf {
  readonly info: DataSetInfo;
  readonly notice: string | null;
  readonly isPersistent: boolean;
}

/** What is used of the page's `navigator.storage`; absent in old browsers. */
export type PageStorage = Partial<Pick<StorageManager, 'estimate' | 'persist' | 'persisted'>>;

export interface DataShelfOptions {
  /** Null when no engine can run here. */
  readonly engine: () => EngineClient | null;
  /** Why not. */
  readonly obstacle: () => string | null;
  readonly storage: () => PageStorage | undefined;
}

export function createDataShelf({ engine, obstacle, storage }: DataShelfOptions): DataShelf {
  async function ask<T>(send: (client: EngineClient) => Promise<T>): Promise<T> {
    const client = engine();
    if (client === null) throw new Error(obstacle() ?? 'No engine can run here.');
    try {
      return await send(client);
    } catch (error) {
      if (error instanceof EngineFailure && error.code === 'cancelled') {
        throw new DOMException(error.message, 'AbortError');
      }
      throw error;
    }
  }

  async function persist(): Promise<boolean> {
    return (
      (await storage()
        ?.persist?.()
        .catch(() => false)) ?? false
    );
  }

  return {
    inspect: (files, choices, onProgress, signal) =>
      ask((client) =>
        client.request(
          'inspectImport',
          { files, choices },
          {
            ...optionsFor(signal),
            onProgress: ({ task, done, total }) => onProgress(task, done, total),
          },
        ),
      ),
    async keep({ proposal }, consent, signal) {
      const kept = await ask((client) => client.request('keepImport', { proposal, consent }, optionsFor(signal)));
      return { ...kept, isPersistent: await persist() };
    },
    sources: publishedSources(),
    async fetch(dataSet, onProgress, signal) {
      const kept = await ask((client) =>
        client.request(
          'fetchDataSet',
          { dataSet },
          { ...optionsFor(signal), onProgress: ({ task, done, total }) => onProgress(task, done, total) },
        ),
      );
      return { ...kept, isPersistent: await persist() };
    },
    async drop({ proposal }) {
      await ask((client) => client.request('dropImport', { proposal }));
    },
    list: () => ask((client) => client.request('dataSets', {})),
    rename: (dataSet, name) => ask((client) => client.request('renameDataSet', { dataSet, name })),
    async remove(dataSet) {
      await ask((client) => client.request('removeDataSet', { dataSet }));
    },
    async space() {
      const [estimate, isPersistent] = await Promise.all([
        storage()
          ?.estimate?.()
          .catch(() => null),
        storage()
          ?.persisted?.()
          .catch(() => false),
      ]);
      return {
        usedBytes: estimate?.usage ?? null,
        quotaBytes: estimate?.quota ?? null,
        isPersistent: isPersistent ?? false,
      };
    },
    persist,
  };
}

function optionsFor(signal: AbortSignal | undefined): RequestOptions {
  return signal === undefined ? {} : { signal };
}
