/**
 * What the page knows about a run, as one plain, immutable record, and what a reader can do to it. Figures bind to a run by
 * name; all figures of a page that name `lenet` look at the same one.
 */

import type { StoreApi } from 'zustand/vanilla';
import type { Corruption } from '../data/corruption';
import type { DataSetId, DataSetOffer, SplitName } from '../data/dataSet';
import type { OfferedWeights, WeightsCard } from '../data/weightsCard';
import type { ExecutorName } from '../engine/executors/executor';
import type {
  ArrayValue,
  CheckReport,
  Environment,
  ImageChoice,
  ImagesReply,
  Inspection,
  Predictions,
  RunDescription,
  RunStatus,
  SavedWeights,
  Start,
  TestPoint,
  TrainPoint,
} from '../engine/protocol';
import type { HyperparameterName } from '../network/hyperparameters';
import type { Schedule } from '../network/schedule';
import type { OptimizerName } from '../network/spec';
import type { LeftOver } from './kept/keptRun';
import type { RunChange, Timeline } from './timeline';

export interface RunState {
  readonly name: string;
  /** Names this course of training: another one from each start at step 0 and from each fork on. The key of its record in the ledger. */
  readonly id: string;
  readonly description: RunDescription;
  /** The description at step 0, before anything was changed on the way. */
  readonly origin: RunDescription;
  /** What was changed on the way, by forks and by settings that count from the next step, in order of steps. */
  readonly history: readonly RunChange[];
  readonly timeline: Timeline;
  /** The checkpoint that the figures look at; null: the newest weights. `isResting`: it has stood still for a moment. */
  readonly view: { readonly step: number; readonly isResting: boolean } | null;
  /** Null until the worker has answered for the first time. */
  readonly status: RunStatus | null;
  readonly trainPoints: readonly TrainPoint[];
  readonly testPoints: readonly TestPoint[];
  /** Grows whenever the weights that an inspection would see may have changed (throttled while training). */
  readonly weightsVersion: number;
  /** Long work before the first step, such as making digits: 0 … 1. */
  readonly progress: { readonly task: string; readonly fraction: number } | null;
  readonly dataSets: readonly DataSetOffer[];
  readonly environment: Environment | null;
  /** The engine cannot work here at all: why, in words. */
  readonly unavailable: string | null;
  /** One line that a screen reader should hear: started, halved, finished, failed. */
  readonly announcement: string;
  /** True while what this tab kept of the run before a reload is being put back; nothing is opened meanwhile. */
  readonly isRestoring?: boolean;
  /** What a closed tab left behind under this name, while this run has not been trained; null or left out: nothing. */
  readonly leftOver?: LeftOver | null;
  /** Something to know that failed nothing: storage refused, the engine restarted, a tab in the background. In words. */
  readonly notice?: string | null;
  /** The last failed action (an import, say), in words; null when there is none. */
  readonly problem: string | null;
}

/**
 * What a reader can do. The first group never rejects: a failure is put into `problem` in words. The last group, which figures call
 * for numbers, reject with an Error whose message is for the reader.
 */
export interface RunActions {
  train(): Promise<void>;
  pause(): Promise<void>;
  step(count?: number): Promise<void>;
  reset(): Promise<void>;
  /** Takes effect at the next step, without a restart. */
  setHyperparameter(name: HyperparameterName, value: number): Promise<void>;
  /** These start the run over. A new optimizer keeps the penalties, its other coefficients are the usual ones. */
  setOptimizer(optimizer: OptimizerName): Promise<void>;
  setSchedule(schedule: Schedule): Promise<void>;
  setBatchSize(batchSize: number): Promise<void>;
  setSeed(seed: number): Promise<void>;
  setDataSet(dataSet: DataSetId): Promise<void>;
  /** How the data set is spoiled; an empty record: not at all. */
  setCorruption(corruption: Corruption): Promise<void>;
  setNetwork(network: string): Promise<void>;
  chooseExecutor(executor: ExecutorName): Promise<void>;
  /** Starts the run over with this whole description. */
  describe(description: RunDescription): Promise<void>;
  /** The figures look at the nearest checkpoint at or before this step; null: at the newest weights. Training goes on meanwhile. */
  view(step: number | null): void;
  /** A new branch from the nearest checkpoint at or before this step takes the place of the present one, which stays in the timeline. */
  fork(step: number, change: Partial<RunDescription>): Promise<void>;
  /** Goes on where that branch was left. */
  switchTo(branch: string): Promise<void>;
  /** Lets go of a branch that is not the present one and that no other has left from. */
  forget(branch: string): void;
  /** Goes on with what a closed tab left behind (`leftOver`), in place of this run. */
  takeUp(): Promise<void>;
  /** Bytes of memory for all checkpoints of the run. */
  setMemoryLimit(bytes: number): void;
  /** Starts the run over from trained weights; null: from random ones. */
  setStart(start: Start | null): Promise<void>;
  /** Checks a safetensors file completely, then starts the run over from it. */
  loadWeights(file: File): Promise<void>;
  dismissProblem(): void;
  /** This and the next two answer for `view`. With `slots`, the reply's `weights` are those that made its activations, also while it trains. */
  inspect(image: ImageChoice, layers: readonly string[], slots?: readonly string[]): Promise<Inspection>;
  weights(slots: readonly string[]): Promise<Readonly<Record<string, ArrayValue>>>;
  /** Looking back, of the fixed probe of test images until the view rests, then of all. */
  predictions(): Promise<Predictions>;
  images(split: SplitName, indices: readonly number[]): Promise<ImagesReply>;
  /** The present weights as a safetensors file. */
  saveWeights(): Promise<SavedWeights>;
  /** The run's arithmetic checked in front of the reader, while it trains or rests. Tells how far it is, 0 … 1, and what it does. */
  checkMe(options?: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (fraction: number, words: string) => void;
  }): Promise<CheckReport>;
  /** The trained weights that the book ships, and the card of one of them. */
  trainedWeights(): Promise<readonly OfferedWeights[]>;
  weightsCard(weights: string): Promise<WeightsCard>;
}

/** A run as figures hold it. Opening is lazy: the worker starts when the first figure that needs it comes into view. */
export interface RunHandle {
  readonly store: Pick<StoreApi<RunState>, 'getState' | 'subscribe'>;
  readonly actions: RunActions;
}
