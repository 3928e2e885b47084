/**
 * The waist of the house: one explicit, static computation graph.
 *
 * Picture: a list of nodes in single-assignment form, each the application of one op to earlier nodes, with a static shape.
 * `gradient()` appends the backward pass as ordinary nodes; an optimizer appends its update rules as ordinary nodes. Every
 * executor runs this list and nothing else.
 *
 * Deliberately not here: how an op is computed (`reference/`, `engine/executors/`), layers (`network/`), memory (executors).
 */

import type { DType, Shape, StoredType } from '../tensor/shape';

declare const nodeIdBrand: unique symbol;
/** Index of a node in `Graph.nodes`. */
export type NodeId = number & { readonly [nodeIdBrand]: true };

/** Vertical, then horizontal. */
export type Pair = readonly [vertical: number, horizontal: number];
/** Zeros added on each side of height and width, in cells. */
export interface Padding {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface ConvolutionAttributes {
  readonly stride: Pair;
  readonly padding: Padding;
  /** Distance between neighbouring kernel cells, in input cells; [1,1] when left out: they touch. */
  readonly dilation?: Pair;
  /**
   * Input and output channels are divided into this many groups, and each group of outputs sees its group of inputs only; 1 when
   * left out. As many groups as input channels: a depthwise convolution.
   */
  readonly groups?: number;
}
export interface PoolAttributes {
  readonly window: Pair;
  readonly stride: Pair;
  /** How far windows may hang over x's borders; none when left out. Cells out there do not exist: they are no zeros. */
  readonly padding?: Padding;
}

/** `epsilon` is added to the variance, so that a channel which never changes is not divided by zero. */
export interface NormalizeAttributes {
  readonly epsilon: number;
}

/** Letters as in the formula of Krizhevsky, Sutskever & Hinton 2012; `size` is its n. */
export interface LocalResponseAttributes {
  readonly size: number;
  readonly k: number;
  readonly alpha: number;
  readonly beta: number;
}

/** Half-pixel centres, corners not aligned; see `resizing.ts`. */
export type ResizeMethod = 'nearest' | 'bilinear';

export interface CrossEntropyAttributes {
  /** The denominator holds one more class with this fixed logit (LeCun et al. 1998, eq. 9). */
  readonly rejectLogit: number | null;
  /** The share of each example's target that is spread evenly over all classes; 0 when left out. */
  readonly labelSmoothing?: number;
}

/** How stored values become a network's input: laid in the middle of height × width cells, and normalized. */
export interface ImageFeeding {
  readonly height: number;
  readonly width: number;
  /** In units of the stored values (bytes: 0 … 255): one number for all channels, or one for each. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/**
 * The closed set of ops with their attributes. One op, one file `graph/ops/<op>.ts`, one name everywhere.
 * Inputs are listed in the op's file; here only what is not a node.
 */
export interface OpAttributes {
  // Leaves
  /** Values written before a run: images, labels, the indices of a batch. */
  input: { readonly dtype: DType };
  /** A slot of the parameter store: a weight, or an optimizer's moment. */
  parameter: { readonly slot: string };
  /** A step-dependent number (learning rate, step count, decay): shape [], changed between steps without recompiling. */
  scalar: { readonly slot: string };
  /** Fixed values, in row-major order. */
  constant: { readonly values: Float32Array };
  /** Bytes or numbers that lie where the executor is and never change: the images or the labels of a data set. */
  data: { readonly dtype: StoredType };

  // Feeding
  /** Size of the network's input, which may be larger than the images; one mean and deviation for all channels, or one for each. */
  gatherImages: ImageFeeding;
  gatherLabels: object;
  /** `stream` is the node's stable name, which keys what is drawn; `background`: one number for all channels, or one for each. */
  warpImages: { readonly stream: string; readonly background: readonly number[] };
  jitterColours: { readonly stream: string };
  eraseRectangles: { readonly stream: string };

  // Forward
  add: object;
  multiply: object;
  scale: { readonly factor: number };
  conv2d: ConvolutionAttributes;
  addBias: object;
  relu: object;
  sigmoid: object;
  /** amplitude · tanh(slope · x) */
  tanh: { readonly amplitude: number; readonly slope: number };
  maxPool: PoolAttributes;
  averagePool: PoolAttributes;
  channelScale: object;
  reshape: { readonly shape: Shape };
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean };
  softmax: object;
  softmaxCrossEntropy: CrossEntropyAttributes;
  squaredDistance: object;
  argMax: object;
  mean: object;
  batchMean: object;
  batchVariance: object;
  normalize: NormalizeAttributes;
  globalAveragePool: object;
  layerNormalization: NormalizeAttributes;
  localResponseNormalization: LocalResponseAttributes;
  l2Pool: PoolAttributes;
  resize: { readonly height: number; readonly width: number; readonly method: ResizeMethod };
  subtract: object;
  divide: object;
  /** x^exponent; for exponents that are not whole, x ≥ 0. */
  power: { readonly exponent: number };
  exp: object;
  log: object;
  squareRoot: object;
  maximum: object;
  minimum: object;
  /** x where x > 0, else slope · x. */
  leakyRelu: { readonly slope: number };
  /** x where x > 0, else alpha · (e^x − 1). */
  elu: { readonly alpha: number };
  gelu: object;
  /** Axes by number, ascending. With `keepDims` they stay with length 1, else they disappear. */
  sum: { readonly axes: readonly number[]; readonly keepDims: boolean };
  meanOver: { readonly axes: readonly number[]; readonly keepDims: boolean };
  /** Repeats along `axes` of `shape`; the inverse way of `sum`. */
  broadcast: { readonly axes: readonly number[]; readonly shape: Shape };
  /** The block of `size` that begins at `start`, one number for each axis. */
  slice: { readonly start: Shape; readonly size: Shape };
  /** Zeros before and after, one number for each axis. */
  pad: { readonly before: Shape; readonly after: Shape };
  /** Axes by number, ascending. */
  flip: { readonly axes: readonly number[] };
  concatenate: { readonly axis: number };
  squaredError: object;
  binaryCrossEntropy: object;
  hinge: object;
  softDice: { readonly smoothing: number };
  gramMatrix: object;
  /** `stream` is the node's stable name, which keys its masks; its gradient node carries the same one. */
  dropout: { readonly stream: string };

  // Backward
  meanGradient: { readonly shape: Shape };
  conv2dInputGradient: ConvolutionAttributes & { readonly inputShape: Shape };
  conv2dFilterGradient: ConvolutionAttributes & { readonly filterShape: Shape };
  biasGradient: object;
  reluGradient: object;
  sigmoidGradient: object;
  tanhGradient: { readonly amplitude: number; readonly slope: number };
  maxPoolGradient: PoolAttributes;
  averagePoolGradient: PoolAttributes & { readonly inputShape: Shape };
  channelScaleGradient: object;
  softmaxGradient: object;
  softmaxCrossEntropyGradient: CrossEntropyAttributes;
  squaredDistanceGradient: { readonly of: 'points' | 'prototypes' };
  batchMeanGradient: { readonly shape: Shape };
  batchVarianceGradient: object;
  normalizeGradient: NormalizeAttributes;
  normalizeStatisticsGradient: NormalizeAttributes & { readonly of: 'mean' | 'variance' | 'scale' | 'shift' };
  globalAveragePoolGradient: { readonly inputShape: Shape };
  layerNormalizationGradient: NormalizeAttributes;
  localResponseNormalizationGradient: LocalResponseAttributes;
  l2PoolGradient: PoolAttributes;
  resizeGradient: { readonly inputShape: Shape; readonly method: ResizeMethod };
  maximumGradient: { readonly of: 'a' | 'b' };
  leakyReluGradient: { readonly slope: number };
  eluGradient: { readonly alpha: number };
  geluGradient: object;
  hingeGradient: object;
  softDiceGradient: { readonly smoothing: number };
  gramMatrixGradient: object;

  // Optimizers
  sgdUpdate: object;
  momentum: object;
  movingAverage: object;
  movingAverageOfSquares: object;
  adamUpdate: object;
  accumulateSquares: object;
  adaptiveUpdate: object;
  adadeltaDirection: object;
  squaredNorm: object;
  clipFactor: object;
  scaleBy: object;
  penalize: object;
  decayWeights: object;
}

export type OpName = keyof OpAttributes;

export interface NodeOf<K extends OpName> {
  readonly id: NodeId;
  readonly op: K;
  /** Stable, unique name, such as `conv1` or `conv1.weight#gradient`: keys the random source and the inspector. */
  readonly name: string;
  readonly inputs: readonly NodeId[];
  readonly attributes: OpAttributes[K];
  readonly shape: Shape;
  readonly dtype: DType;
}
export type GraphNode = { [K in OpName]: NodeOf<K> }[OpName];

/** The next value of a store slot: after a run, slot `slot` holds what node `value` computed. */
export interface Update {
  readonly slot: string;
  readonly value: NodeId;
}

/** Immutable; `nodes[i].id === i`, and every input comes before its user. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** Named results that a program may be asked to keep. */
  readonly outputs: Readonly<Record<string, NodeId>>;
  readonly updates: readonly Update[];
}
