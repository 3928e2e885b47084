/**
 * The page's microscope over data sets: questions about images and labels that need no run, in promises.
 *
 * Everything rejects with an Error whose message is for the reader, and with an AbortError when the reader gave it up.
 * Deliberately not here: what a figure shows and remembers; that is its widget's. What sets there are is the shelf's.
 */

import type { DataSetInfo, DataSetOffer, SplitName } from '../data/dataSet';
import type { MeanImages } from '../data/meanImages';
import type { ClosePair, Neighbour } from '../data/neighbours';
import type { OverlapReport } from '../data/overlap';
import { EngineFailure, type EngineClient, type RequestOptions } from '../engine/client';
import type { DataChoice, ImagesReply, LabelEdit, LabelsState } from '../engine/protocol';

export interface DataSetLabels {
  readonly info: DataSetInfo;
  readonly labels: Readonly<Record<SplitName, Uint8Array>>;
}

export interface DataProgress {
  readonly task: string;
  readonly done: number;
  readonly total: number;
}
export type TellProgress = (progress: DataProgress) => void;

export interface DataMicroscope {
  /** Everything that can be chosen now. */
  list(): Promise<readonly DataSetOffer[]>;
  /** Made or read when it is first asked for, which may take seconds. */
  labels(choice: DataChoice, onProgress: TellProgress, signal?: AbortSignal): Promise<DataSetLabels>;
  images(choice: DataChoice, split: SplitName, indices: readonly number[]): Promise<ImagesReply>;
  means(choice: DataChoice, split: SplitName): Promise<MeanImages>;
  /** In every split, nearest first. */
  neighbours(
    choice: DataChoice,
    split: SplitName,
    index: number,
    count: number,
  ): Promise<Readonly<Record<SplitName, readonly Neighbour[]>>>;
  overlap(choice: DataChoice): Promise<OverlapReport>;
  closePairs(
    choice: DataChoice,
    search: { readonly split: SplitName; readonly among: SplitName; readonly distance: number },
    onProgress: TellProgress,
    signal?: AbortSignal,
  ): Promise<readonly ClosePair[]>;
  edits(choice: DataChoice): Promise<LabelsState>;
  edit(choice: DataChoice, edit: LabelEdit): Promise<LabelsState>;
  editsText(choice: DataChoice): Promise<string>;
  /** Calls the listener when data sets, or labels of one, have changed. Returns the function that ends it. */
  onChange(listener: (dataSets: readonly DataSetOffer[]) => void): () => void;
}

export interface DataMicroscopeOptions {
  /** Null when no engine can run here. */
  readonly engine: () => EngineClient | null;
  /** Why not. */
  readonly obstacle: () => string | null;
}

export function createDataMicroscope({ engine, obstacle }: DataMicroscopeOptions): DataMicroscope {
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
  /** As `ask`, and tells of long work while the answer is awaited. */
  async function askTelling<T>(
    onProgress: TellProgress,
    signal: AbortSignal | undefined,
    send: (client: EngineClient, options: RequestOptions) => Promise<T>,
  ): Promise<T> {
    const stop = engine()?.subscribe((event) => {
      if (event.kind === 'progress') onProgress({ task: event.task, done: event.done, total: event.total });
    });
    try {
      return await ask((client) => send(client, signal === undefined ? {} : { signal }));
    } finally {
      stop?.();
    }
  }

  return {
    list: () => ask((client) => client.request('dataSets', {})),
    labels: (choice, onProgress, signal) =>
      askTelling(onProgress, signal, (client, options) => client.request('dataSetLabels', choice, options)),
    images: (choice, split, indices) => ask((client) => client.request('dataSetImages', { ...choice, split, indices })),
    means: (choice, split) => ask((client) => client.request('meanImages', { ...choice, split })),
    neighbours: (choice, split, index, count) =>
      ask((client) => client.request('neighbours', { ...choice, split, index, count })),
    overlap: (choice) => ask((client) => client.request('overlap', choice)),
    closePairs: (choice, search, onProgress, signal) =>
      askTelling(onProgress, signal, (client, options) =>
        client.request('closePairs', { ...choice, ...search }, options),
      ),
    edits: (choice) => ask((client) => client.request('labels', choice)),
    edit: (choice, edit) => ask((client) => client.request('editLabels', { ...choice, edit })),
    editsText: (choice) => ask((client) => client.request('labelsText', choice)),
    onChange: (listener) =>
      engine()?.subscribe((event) => {
        if (event.kind === 'dataSets') listener(event.dataSets);
      }) ?? ((): void => undefined),
  };
}
