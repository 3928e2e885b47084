/**
 * A network as plain data: a directed acyclic graph of named layers. Small enough for a link, strict enough to be checked.
 *
 * Deliberately not here: arithmetic. Shapes, parameters and cost are computed from this description in `summary.ts`, the
 * computation graph in `build.ts`.
 */

import type { Padding, Pair, ResizeMethod } from '../graph/graph';

export const activationNames = [
  'relu',
  'leakyRelu',
  'elu',
  'gelu',
  'sigmoid',
  'tanh',
  'scaledTanh',
  'softmax',
] as const;
/**
 * `scaledTanh` is 1.7159 · tanh(2x/3) (LeCun et al. 1998, appendix A). `softmax` is the one that looks at a whole vector; a network that ends
 * with logits needs none, because the loss takes it.
 */
export type ActivationName = (typeof activationNames)[number];

/** Uniform in ±limit: He (√(6/fan-in)), Glorot (√(6/(fan-in + fan-out))), LeCun 1998 (2.4/fan-in). */
export const initializerNames = ['he', 'glorot', 'lecun1998'] as const;
export type InitializerName = (typeof initializerNames)[number];

interface LayerCommon {
  readonly name: string;
  /** Layers or inputs that feed this one; the layer before (or the first input) when left out. */
  readonly from?: readonly string[];
}
export interface ConvolutionLayer extends LayerCommon {
  readonly kind: 'convolution';
  readonly filters: number;
  readonly kernel: Pair;
  readonly stride?: Pair;
  /** valid: none. same: as many cells out as in, at stride 1. full: every position where kernel and input share a cell. */
  readonly padding?: 'valid' | 'same' | 'full' | Padding;
  /** Distance between neighbouring kernel cells; 1×1 when left out: they touch. */
  readonly dilation?: Pair;
  /** Filters and input channels in so many groups that do not see each other; as many as input channels: depthwise. */
  readonly groups?: number;
  /** For each filter, the input channels it sees (the paper's table for C3); all of them when left out. */
  readonly connections?: readonly (readonly number[])[];
  /** One number added to each feature map; true when left out. Needless where a normalization with a shift of its own follows. */
  readonly bias?: boolean;
  readonly initializer?: InitializerName;
}
/** Enlarges: each cell lays the kernel, times its value, over a grid in which its neighbours lie `stride` cells away. */
export interface TransposedConvolutionLayer extends LayerCommon {
  readonly kind: 'transposedConvolution';
  readonly filters: number;
  readonly kernel: Pair;
  readonly stride?: Pair;
  /** Taken away from the enlarged grid. valid: nothing. same: what makes it exactly `stride` times as large. */
  readonly padding?: 'valid' | 'same' | Padding;
  readonly bias?: boolean;
  readonly initializer?: InitializerName;
}
export interface DenseLayer extends LayerCommon {
  readonly kind: 'dense';
  readonly units: number;
  readonly initializer?: InitializerName;
}
export interface ActivationLayer extends LayerCommon {
  readonly kind: 'activation';
  readonly function: ActivationName;
  /** Of leakyRelu below 0; 0.01 when left out. */
  readonly slope?: number;
  /** Of elu, which bends towards minus alpha; 1 when left out. */
  readonly alpha?: number;
}
export interface PoolLayer extends LayerCommon {
  readonly kind: 'maxPool' | 'averagePool' | 'l2Pool';
  readonly window: Pair;
  /** As large as the window when left out: windows do not overlap. */
  readonly stride?: Pair;
  /** valid: none. same: ⌈length / stride⌉ windows. Cells of the padding do not exist: they neither win nor count. */
  readonly padding?: 'valid' | 'same' | Padding;
}
/** The trainable sub-sampling of 1998: window sum × one coefficient per channel + one bias per channel. */
export interface SubsamplingLayer extends LayerCommon {
  readonly kind: 'subsampling';
  readonly window: Pair;
  readonly initializer?: InitializerName;
}
export interface FlattenLayer extends LayerCommon {
  readonly kind: 'flatten';
}
/** The mean of each feature map: a grid becomes a vector of its channels. */
export interface GlobalAveragePoolLayer extends LayerCommon {
  readonly kind: 'globalAveragePool';
}
/**
 * Each channel moved to mean 0 and variance 1 over the batch, then to a mean and a deviation that are trained. Used, not trained, it
 * takes running averages of the training batches' means and variances instead.
 */
export interface BatchNormalizationLayer extends LayerCommon {
  readonly kind: 'batchNormalization';
  /** The share of the old running average in the new one; 0.9 when left out. */
  readonly momentum?: number;
  /** Added to the variance; 1e-5 when left out. */
  readonly epsilon?: number;
}
/** The channels at each place moved to mean 0 and variance 1, then to a mean and a deviation of each channel that are trained. */
export interface LayerNormalizationLayer extends LayerCommon {
  readonly kind: 'layerNormalization';
  /** Added to the variance; 1e-5 when left out. */
  readonly epsilon?: number;
}
/** AlexNet's: each value divided by what its neighbours in the channels amount to. Its constants when left out. */
export interface LocalResponseNormalizationLayer extends LayerCommon {
  readonly kind: 'localResponseNormalization';
  /** Channels that take part, the value's own among them; 5. */
  readonly size?: number;
  /** 2 */
  readonly k?: number;
  /** 0.0001, not divided by the size. */
  readonly alpha?: number;
  /** 0.75 */
  readonly beta?: number;
}
/** While training, each value is set to zero with this probability and the others grow; used, nothing happens. */
export interface DropoutLayer extends LayerCommon {
  readonly kind: 'dropout';
  /** At least 0, below 1. */
  readonly rate: number;
}
/** The sum of layers of one shape. */
export interface AddLayer extends LayerCommon {
  readonly kind: 'add';
}
/** The channels of several layers, one after the other. */
export interface ConcatenateLayer extends LayerCommon {
  readonly kind: 'concatenate';
}
/** Each channel of a grid times one number: the first of `from` is scaled, the second is a vector with a factor for each channel. */
export interface ChannelScaleLayer extends LayerCommon {
  readonly kind: 'channelScale';
}
/** The channels in `pieces` equal parts, of which the largest value is kept at each place: a function of linear pieces. */
export interface MaxoutLayer extends LayerCommon {
  readonly kind: 'maxout';
  readonly pieces: number;
}
/**
 * The way around a residual block that changes the shape: every stride-th cell, and channels of zeros behind its own. Nothing is
 * trained.
 */
export interface ShortcutLayer extends LayerCommon {
  readonly kind: 'shortcut';
  readonly channels: number;
  readonly stride?: Pair;
}
/** Zeros around a grid. */
export interface PadLayer extends LayerCommon {
  readonly kind: 'pad';
  readonly padding: Padding;
}
/** Takes cells away at the border. */
export interface CropLayer extends LayerCommon {
  readonly kind: 'crop';
  readonly cropping: Padding;
}
/** Enlarges or reduces each channel like a picture. Nothing is trained. */
export interface ResizeLayer extends LayerCommon {
  readonly kind: 'resize';
  readonly height: number;
  readonly width: number;
  /** nearest when left out. */
  readonly method?: ResizeMethod;
}
/** Minus the squared distance to fixed prototypes, one per class: the Euclidean output units of 1998, as logits. */
export interface EuclideanLayer extends LayerCommon {
  readonly kind: 'euclidean';
  /** Name of a table in `prototypes.ts`. */
  readonly prototypes: 'digits-7x12';
}
export type LayerSpec =
  | ConvolutionLayer
  | TransposedConvolutionLayer
  | DenseLayer
  | ActivationLayer
  | PoolLayer
  | SubsamplingLayer
  | GlobalAveragePoolLayer
  | BatchNormalizationLayer
  | LayerNormalizationLayer
  | LocalResponseNormalizationLayer
  | DropoutLayer
  | AddLayer
  | ConcatenateLayer
  | ChannelScaleLayer
  | MaxoutLayer
  | ShortcutLayer
  | PadLayer
  | CropLayer
  | ResizeLayer
  | FlattenLayer
  | EuclideanLayer;
export type LayerKind = LayerSpec['kind'];

export interface InputSpec {
  readonly name: string;
  /** Height, width, channels. */
  readonly shape: readonly [height: number, width: number, channels: number];
}
export interface CrossEntropyLoss {
  readonly kind: 'softmaxCrossEntropy';
  /** The layer whose output is the logits. */
  readonly from: string;
  /** See `softmaxCrossEntropy` in `graph/graph.ts`. */
  readonly rejectLogit?: number;
  /** The share of each target that is spread evenly over all classes, in training and in evaluation; 0 when left out. */
  readonly labelSmoothing?: number;
}
/** How far the right class is from leading its strongest rival by 1. */
export interface HingeLoss {
  readonly kind: 'hinge';
  /** The layer whose output is the scores. */
  readonly from: string;
}
/**
 * Losses for labels that are numbers of classes. Squared error, binary cross-entropy and Dice are ops of the graph, but compare with
 * targets of the output's own shape, which a data set of classes does not have.
 */
export type LossSpec = CrossEntropyLoss | HingeLoss;

export interface NetworkSpec {
  readonly version: 1;
  /** `lenet5`, as the zoo and links name it. */
  readonly name: string;
  /** `LeNet-5`, as people read it. */
  readonly title: string;
  readonly inputs: readonly InputSpec[];
  readonly layers: readonly LayerSpec[];
  readonly losses: readonly LossSpec[];
}

export const optimizerNames = [
  'sgd',
  'momentum',
  'nesterov',
  'adagrad',
  'adadelta',
  'rmsprop',
  'adam',
  'adamw',
] as const;
export type OptimizerName = (typeof optimizerNames)[number];
