/**
 * A network as plain data: a directed acyclic graph of named layers. Small enough for a link, strict enough to be checked.
 *
 * Deliberately not here: arithmetic. Shapes, parameters and cost are computed from this description in `summary.ts`, the
 * computation graph in `build.ts`.
 */

import type { Padding, Pair } from '../graph/graph';

export const activationNames = ['relu', 'sigmoid', 'tanh', 'scaledTanh'] as const;
/** `scaledTanh` is 1.7159 · tanh(2x/3) (LeCun et al. 1998, appendix A). */
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
  /** For each filter, the input channels it sees (the paper's table for C3); all of them when left out. */
  readonly connections?: readonly (readonly number[])[];
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
}
export interface PoolLayer extends LayerCommon {
  readonly kind: 'maxPool' | 'averagePool';
  readonly window: Pair;
  readonly stride?: Pair;
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
/** Minus the squared distance to fixed prototypes, one per class: the Euclidean output units of 1998, as logits. */
export interface EuclideanLayer extends LayerCommon {
  readonly kind: 'euclidean';
  /** Name of a table in `prototypes.ts`. */
  readonly prototypes: 'digits-7x12';
}
export type LayerSpec =
  ConvolutionLayer | DenseLayer | ActivationLayer | PoolLayer | SubsamplingLayer | FlattenLayer | EuclideanLayer;
export type LayerKind = LayerSpec['kind'];

export interface InputSpec {
  readonly name: string;
  /** Height, width, channels. */
  readonly shape: readonly [height: number, width: number, channels: number];
}
export interface LossSpec {
  readonly kind: 'softmaxCrossEntropy';
  /** The layer whose output is the logits. */
  readonly from: string;
  /** See `softmaxCrossEntropy` in `graph/graph.ts`. */
  readonly rejectLogit?: number;
}

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

export const optimizerNames = ['sgd', 'momentum', 'adam'] as const;
export type OptimizerName = (typeof optimizerNames)[number];
