/**
 * The worker border: every message between the page and the engine, as types and plain data. Nothing here computes.
 *
 * The page sends requests and gets one reply each (result or error); the worker sends events when it likes. Arrays are
 * copies, transferred. Errors cross as data with a code.
 *
 * Order: requests that change runs or what they run on (open, close, environment, chooseExecutor) are done one after the other, and
 * so, beside them, are changes of data sets (inspectImport, keepImport, renameDataSet, removeDataSet) and of their labels (editLabels).
 * A fetch (fetchDataSet) takes its turn among those only when its bytes are there.
 * Every other request waits for the opening of its run that was sent before it, and then runs beside the rest, so that a pause or an
 * inspection never waits for a long evaluation. A cancelled request is answered too, with the code `cancelled`. A long request may tell
 * its progress before its answer.
 *
 * The file is long because the border is one place: who reads it has read every message.
 */

import type { Augmentation } from '../data/augmentation';
import type { Corruption } from '../data/corruption';
import type { DataSetId, DataSetInfo, DataSetOffer, SplitName } from '../data/dataSet';
import type { ImportChoices, ImportConsent, ImportedFile, ImportReport } from '../data/import/importReport';
import type { MeanImages } from '../data/meanImages';
import type { ClosePair, Neighbour } from '../data/neighbours';
import type { OverlapReport } from '../data/overlap';
import type { ChangedLabel, LabelChange } from '../data/overlay';
import type { FetchableId } from '../data/published';
import type { OfferedWeights, WeightsCard } from '../data/weightsCard';
import type { Coefficients, HyperparameterName } from '../network/hyperparameters';
import type { Schedule } from '../network/schedule';
import type { OptimizerName } from '../network/spec';
import type { Shape } from '../tensor/shape';
import type { ExecutorName } from './executors/executor';

/** Weights to start from: those that the book ships under this name, or a file of the reader's by its SHA-256 and the name it had. */
export type Start = { readonly weights: string } | { readonly file: string; readonly name: string };

/** Everything that determines a run's curve. Same description and executor build: same curve, bit for bit. */
export interface RunDescription {
  /** A network of the zoo, by name; what is trained is that network on this data set (`network/adapt.ts`). */
  readonly network: string;
  readonly dataSet: DataSetId;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  /** Those of the optimizer's coefficients that are not the usual ones; a number that is left out is the usual one. */
  readonly coefficients?: Coefficients;
  /** How the learning rate changes by itself; constant when left out. */
  readonly schedule?: Schedule;
  readonly batchSize: number;
  /** How training images are changed at random before each step; not at all when left out. */
  readonly augmentation?: Augmentation;
  /** Trained weights that the run has at step 0, and goes back to; random ones of the seed when left out. */
  readonly start?: Start | undefined;
  /** How the data set is spoiled before anything is learned from it; not at all when left out. */
  readonly corruption?: Corruption;
  readonly seeds: { readonly initialization: number; readonly order: number; readonly generator: number };
}

export type RunPhase = 'preparing' | 'ready' | 'running' | 'paused' | 'failed';

/** One point of a curve. `trainLoss` is the mean over the steps since the point before. */
export interface TrainPoint {
  readonly step: number;
  readonly loss: number;
  /** Fraction right on the training batches since the point before, 0 … 1. */
  readonly accuracy: number;
  /** Of all points up to this one (`trail.ts`): where it is the same, all of them were. */
  readonly trail?: number;
}
/** Measured over the whole test set, at fixed steps. */
export interface TestPoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface RunStatus {
  readonly run: string;
  readonly description: RunDescription;
  readonly phase: RunPhase;
  readonly step: number;
  readonly epoch: number;
  /** Of the last training batch; null before the first step. */
  readonly loss: number | null;
  /** Of the last evaluation over the whole test set; null before the first. */
  readonly testAccuracy: number | null;
  /** Of the last step, the schedule's factor included; before the first step, that of the first. */
  readonly learningRate: number;
  /** Training steps a second, evaluations not counted; null before it is known. */
  readonly stepsPerSecond: number | null;
  readonly executor: ExecutorName;
  readonly parameters: number;
  /** Of weights, activations, gradients and scratch of this run. */
  readonly memoryBytes: number;
  /** Of the data set's bytes where the executor is, which all runs on it share. */
  readonly dataBytes: number;
  /** Which trained weights the run started from, and what of them started anew, in words; null or left out: random ones. */
  readonly startWords?: string | null;
  /** Why the run failed or stopped, in words for the reader. */
  readonly message: string | null;
  /** Of a run that stopped because its loss was no finite number any more: the step of that loss. */
  readonly divergedAt?: number;
}

/** An image for the network to look at. */
export type ImageChoice =
  | { readonly kind: 'sample'; readonly split: SplitName; readonly index: number }
  /** Grey bytes, row-major, 0 is background; height × width as the run's data set. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array }
  /** One example of a data set of numbers, in its own units. */
  | { readonly kind: 'numbers'; readonly numbers: Float32Array };

export interface ArrayValue {
  readonly shape: Shape;
  readonly values: Float32Array;
}

export interface Inspection {
  readonly step: number;
  /** What the network's input saw: normalized and placed in its input size, [H,W,C]. */
  readonly input: ArrayValue;
  /** Of each channel: a value of the input × deviation + mean is what the data set holds. */
  readonly normalization: { readonly mean: readonly number[]; readonly deviation: readonly number[] };
  /** Outputs of the layers asked for, without the batch axis: [H,W,C] or [C]. */
  readonly activations: Readonly<Record<string, ArrayValue>>;
  readonly probabilities: Float32Array;
  /** The slots asked for, at the very step of the activations, so that arithmetic shown from both agrees. */
  readonly weights?: Readonly<Record<string, ArrayValue>>;
}

export interface Predictions {
  readonly step: number;
  readonly split: SplitName;
  /** True class, predicted class and the probability given to it, per image. */
  readonly labels: Uint8Array;
  readonly predicted: Uint8Array;
  readonly confidence: Float32Array;
  /** Which images of the split these are, where they are a part of it: the fixed probe. All of them, in order, when left out. */
  readonly images?: Uint32Array;
  /** Mean over these images, where it was measured. */
  readonly loss?: number;
}

export interface Snapshot {
  readonly description: RunDescription;
  readonly step: number;
  /** Every slot of the parameter store, optimizer moments too. */
  readonly slots: Readonly<Record<string, Float32Array>>;
  /** The last measurements before it, so that a resumed run goes on showing them. */
  readonly loss?: number | null;
  readonly testAccuracy?: number | null;
  /** What the next point of the curve is the mean of, so far; nothing where the snapshot is of a point. */
  readonly sums?: PointSums;
  /** Of the curve up to here, so that a resumed run's goes on. */
  readonly trail?: number;
}

/** Since the last point of the training curve. */
export interface PointSums {
  readonly loss: number;
  readonly readings: number;
  readonly right: number;
  readonly images: number;
}

/** Weights that the page has kept, by a number that it gave them. */
export interface Look {
  readonly id: number;
  /** After which they were copied. */
  readonly step: number;
  readonly slots: Readonly<Record<string, Float32Array>>;
}

/** A file for the reader to keep. */
export interface SavedWeights {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of the run, when they were read. */
  readonly step: number;
}

export interface ImagesReply {
  readonly shape: readonly [height: number, width: number, channels: number];
  /** Empty where the data set holds numbers. */
  readonly pixels: Uint8Array;
  readonly numbers?: Float32Array;
  readonly labels: Uint8Array;
}

/** A data set as a figure without a run names it: what a run's description says of its data. */
export interface DataChoice {
  readonly dataSet: DataSetId;
  /** Of a set that the book makes; means nothing for others. */
  readonly generatorSeed: number;
  readonly corruption?: Corruption;
}

/** What a reader does to the labels of a set. They are kept beside the set, never in it. */
export type LabelEdit =
  | ({ readonly kind: 'set' } & LabelChange)
  /** Takes the last one back. */
  | { readonly kind: 'undo' }
  /** Takes all back. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'switch'; readonly isOn: boolean }
  /** The text of a file that `labelsText` made, in place of what was changed before. */
  | { readonly kind: 'import'; readonly text: string; readonly name: string };

export interface LabelsState {
  /** Whether they are applied. */
  readonly isOn: boolean;
  /** What differs from the original, by split and index. */
  readonly changes: readonly ChangedLabel[];
  readonly canUndo: boolean;
  /** Why what was changed before is not applied, in words; null when there is no reason. */
  readonly problem: string | null;
}

export interface ExecutorReport {
  readonly name: ExecutorName;
  readonly available: boolean;
  /** The adapter or build; or why it is not available. */
  readonly detail: string;
  /** Median of a short race on LeNet-5, batch 32, in milliseconds; null when it did not race. */
  readonly stepMs: number | null;
}
export interface Environment {
  readonly executors: readonly ExecutorReport[];
  readonly chosen: ExecutorName;
  /** `fastest in a race of …`, `the only one here: …`, `chosen by the reader`. */
  readonly reason: string;
}

/**
 * What is compared with what. `forward`, `gradient`, `optimizer`: each op, from the executor's own inputs to it, with the reference.
 * `finite difference`: the executor's gradient with the slope of the reference's loss. `training step`: what one step of the program that
 * trains, in which ops are joined, does to each slot.
 */
export const checkKinds = ['forward', 'gradient', 'optimizer', 'finite difference', 'training step'] as const;
export type CheckKind = (typeof checkKinds)[number];

/** One line of a check. */
export interface CheckRow {
  readonly kind: CheckKind;
  /** The op, or the slot or input. */
  readonly of: string;
  /** How many numbers were compared. */
  readonly count: number;
  /** The largest difference, as a fraction of the largest magnitude of the array that it is in. */
  readonly largest: number;
  readonly tolerance: number;
  /** Why this much may differ, in words. */
  readonly why: string;
  readonly passed: boolean;
}

/** A figure's own arithmetic, checked in front of the reader. */
export interface CheckReport {
  readonly executor: ExecutorName;
  /** Images in the batch that was looked at. */
  readonly batch: number;
  /** Of the run, when its weights were copied for the check. */
  readonly step: number;
  readonly rows: readonly CheckRow[];
  /** What to know of how it was checked, in sentences. */
  readonly notes: readonly string[];
  readonly ms: number;
}

/** Every request: what it takes and what it answers. */
export interface Requests {
  /** Self-test and race on first use; then from memory. */
  environment: { params: object; result: Environment };
  /** Moves open runs over to this executor with their weights. */
  chooseExecutor: { params: { executor: ExecutorName }; result: Environment };
  /** Lists what can be chosen now. */
  dataSets: { params: object; result: readonly DataSetOffer[] };
  /** Looks at files and checks them completely; keeps nothing. The report takes the place of the one before. Tells its progress. */
  inspectImport: {
    params: { files: readonly ImportedFile[]; choices: ImportChoices | null };
    result: ImportReport;
  };
  /** Keeps what the last report told. `notice`: in words, when it is here for this visit only. */
  keepImport: {
    params: { proposal: number; consent: ImportConsent };
    result: { info: DataSetInfo; notice: string | null };
  };
  /** The reader has given up; frees what the report was about. */
  dropImport: { params: { proposal: number }; result: null };
  /**
   * Fetches a published set from where it was published, compares it with the published hashes, and keeps it. Tells the bytes that
   * have come. A cancelled or broken one is continued by the next.
   */
  fetchDataSet: {
    params: { dataSet: FetchableId };
    result: { info: DataSetInfo; notice: string | null };
  };
  /** Of a data set of the reader's own. */
  renameDataSet: { params: { dataSet: DataSetId; name: string }; result: DataSetInfo };
  removeDataSet: { params: { dataSet: DataSetId }; result: null };
  /** What the set is, and the label of each image. */
  dataSetLabels: {
    params: DataChoice;
    result: { readonly info: DataSetInfo; readonly labels: Readonly<Record<SplitName, Uint8Array>> };
  };
  dataSetImages: {
    params: DataChoice & { readonly split: SplitName; readonly indices: readonly number[] };
    result: ImagesReply;
  };
  meanImages: { params: DataChoice & { readonly split: SplitName }; result: MeanImages };
  /** Of one image in every split, nearest first. The image itself is none of them. */
  neighbours: {
    params: DataChoice & { readonly split: SplitName; readonly index: number; readonly count: number };
    result: Readonly<Record<SplitName, readonly Neighbour[]>>;
  };
  /** Equal images inside and between the splits. */
  overlap: { params: DataChoice; result: OverlapReport };
  /** For each image of `split` that has one: the nearest of `among`, at most so far away. With progress; can be cancelled. */
  closePairs: {
    params: DataChoice & { readonly split: SplitName; readonly among: SplitName; readonly distance: number };
    result: readonly ClosePair[];
  };
  labels: { params: DataChoice; result: LabelsState };
  /** Runs that have not begun train with the new labels; others when they are reset. */
  editLabels: { params: DataChoice & { readonly edit: LabelEdit }; result: LabelsState };
  labelsText: { params: DataChoice; result: string };
  images: { params: { run: string; split: SplitName; indices: readonly number[] }; result: ImagesReply };
  /**
   * Makes the run, or replaces it when the description differs; `snapshot` continues from there, under this description: moments that its
   * optimizer had not begin at zero. With `checkpoints` it sends an event of each.
   */
  open: {
    params: { run: string; description: RunDescription; snapshot?: Snapshot; checkpoints?: boolean };
    result: RunStatus;
  };
  train: { params: { run: string }; result: RunStatus };
  pause: { params: { run: string }; result: RunStatus };
  step: { params: { run: string; count: number }; result: RunStatus };
  /** Back to step 0 with the weights that it started from: random ones of the same seeds, or trained ones. */
  reset: { params: { run: string }; result: RunStatus };
  /** The learning rate or a coefficient, from the next step on. The schedule's factor stays, so that a new rate scales what follows. */
  setHyperparameter: { params: { run: string; name: HyperparameterName; value: number }; result: RunStatus };
  /**
   * Weights of this run from another moment, to be looked at while its own stay as they are. The last few are remembered: one that is
   * asked for and not known any more is refused with the code `cancelled`.
   */
  look: { params: { run: string; look: Look }; result: null };
  /** Runs the network on one image with the run's present weights, or with those of a look. */
  inspect: {
    params: {
      run: string;
      image: ImageChoice;
      layers: readonly string[];
      slots?: readonly string[];
      look?: number | undefined;
    };
    result: Inspection;
  };
  weights: {
    params: { run: string; slots: readonly string[]; look?: number | undefined };
    result: Readonly<Record<string, ArrayValue>>;
  };
  /**
   * Evaluates the whole test set with the present weights (from memory when they have not changed). While the run trains, the
   * answer is its last evaluation at a fixed step, where there is one: `step` says which. With a look, its weights, and on wish the fixed
   * probe alone.
   */
  predictions: { params: { run: string; look?: number | undefined; probe?: boolean }; result: Predictions };
  snapshot: { params: { run: string }; result: Snapshot };
  /** The trained weights that the book ships. */
  trainedWeights: { params: object; result: readonly OfferedWeights[] };
  weightsCard: { params: { weights: string }; result: WeightsCard };
  /** Keeps a safetensors file of the reader's for the visit, so that runs can start from it. */
  keepWeights: { params: { name: string; bytes: ArrayBuffer }; result: Extract<Start, { file: string }> };
  /** The run's present weights as a safetensors file, under PyTorch's names and in its layouts. */
  saveWeights: { params: { run: string }; result: SavedWeights };
  /**
   * Runs a training step of a small batch of the run's own images with its present weights op by op, and compares it with the reference
   * and with finite differences. The run goes on meanwhile and is not touched. Tells its progress; can be cancelled.
   */
  checkMe: { params: { run: string }; result: CheckReport };
  close: { params: { run: string }; result: null };
}
export type RequestName = keyof Requests;

/** Sent without being asked. `status` at most twenty times a second; `points` with it, only the new ones. */
export type EngineEvent =
  | {
      readonly kind: 'status';
      readonly status: RunStatus;
      readonly trainPoints: readonly TrainPoint[];
      readonly testPoints: readonly TestPoint[];
    }
  /** The run starts over: drop its curves. */
  | { readonly kind: 'cleared'; readonly run: string }
  | { readonly kind: 'progress'; readonly task: string; readonly done: number; readonly total: number }
  /** Every few seconds while training, so that a dead worker costs little. */
  | { readonly kind: 'snapshot'; readonly run: string; readonly snapshot: Snapshot }
  /** At steps that are fixed beforehand: dense at first, then ever rarer. */
  | { readonly kind: 'checkpoint'; readonly run: string; readonly snapshot: Snapshot }
  | { readonly kind: 'environment'; readonly environment: Environment }
  | { readonly kind: 'dataSets'; readonly dataSets: readonly DataSetOffer[] }
  /** Something the reader should know that ended no request: storage refused, GPU lost. */
  | { readonly kind: 'notice'; readonly message: string };

export const errorCodes = ['bad-input', 'unavailable', 'cancelled', 'storage', 'diverged', 'internal'] as const;
export type ErrorCode = (typeof errorCodes)[number];
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What the worker is told before anything else. */
export interface EngineConfiguration {
  /** Absolute address of the book's root, ending in `/`; a class server keeps data sets below it. */
  readonly base: string;
}

export type RequestMessage = { readonly id: number } & {
  [K in RequestName]: { readonly request: K; readonly params: Requests[K]['params'] };
}[RequestName];

export type ToWorker =
  | RequestMessage
  /** Ends the request of this id early where that is possible; its reply is then an error with the code `cancelled`. */
  | { readonly cancel: number }
  | { readonly configure: EngineConfiguration };

/** Of one request, while it is under way. `total` is null where nobody knows it. */
export interface RequestProgress {
  readonly task: string;
  readonly done: number;
  readonly total: number | null;
}

export type FromWorker =
  | { readonly id: number; readonly progress: RequestProgress }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: ErrorData }
  | { readonly event: EngineEvent };
