/**
 * What a layer kind is: shape, parameters, nodes, cost. Shapes here have no batch axis: [H,W,C] for a grid, [C] for a vector.
 *
 * A kind gets the shapes of all layers that feed it, one after the other, so that one with a single input simply names one parameter.
 *
 * To add a kind, copy `activation.ts` (no parameters), `dense.ts` (with parameters) or `add.ts` (several inputs), add its type to
 * `LayerSpec` in `spec.ts`, and follow the compiler: `layers.ts`, `checkSpec.ts` and what describes layers in words do not compile
 * without it.
 */

import type { NodeId, Padding, Pair } from '../../graph/graph';
import type { GraphBuilder } from '../../graph/opDefinition';
import type { Shape } from '../../tensor/shape';
import type { LayerKind, LayerSpec } from '../spec';

/** The description of a layer of kind K; a type that serves several kinds (pooling) counts for each of them. */
export type LayerOf<K extends LayerKind, Layer = LayerSpec> = Layer extends { readonly kind: infer Kinds }
  ? K extends Kinds
    ? Layer
    : never
  : never;

/** One array of trained numbers. */
export interface ParameterDefinition {
  /** `weight`, `bias`, `coefficient`: the slot is `<layer>.<suffix>`. */
  readonly suffix: string;
  readonly shape: Shape;
  /**
   * Initial values are uniform in ±limit around `centre`, where the limit may differ from output to output: the index is that along
   * the last axis. With 0 all of them start at the centre.
   */
  readonly initialLimit: (output: number) => number;
  /** 0 when left out. */
  readonly centre?: number;
  /** 1 where a connection exists, 0 where there is none; null where all exist. Values at 0 stay zero and are not counted. */
  readonly mask: Float32Array | null;
}

/**
 * One array of numbers that training keeps up to date but does not train: the running statistics of batch normalization. Part of
 * the network like its parameters: stored, copied and saved with them.
 */
export interface StateDefinition {
  /** `runningMean`: the slot is `<layer>.<suffix>`. */
  readonly suffix: string;
  readonly shape: Shape;
  /** What every element starts from. */
  readonly initialValue: number;
}

/** Some layers do one thing while training and another when the network is used; looking inside is using it. */
export type Mode = 'training' | 'evaluation';

export interface BuildContext<K extends LayerKind> {
  readonly builder: GraphBuilder;
  readonly layer: LayerOf<K>;
  readonly mode: Mode;
  /** The layer's input, the first one where there are several, with its batch axis in front. */
  readonly x: NodeId;
  /** All of its inputs, in the order of `from`. */
  readonly inputs: readonly NodeId[];
  /** The node of a parameter, by its suffix. */
  readonly parameter: (suffix: string) => NodeId;
  /** The node of an array of state, by its suffix. */
  readonly state: (suffix: string) => NodeId;
  /** After a step, this state holds what the node computed. Only while training. */
  readonly updateState: (suffix: string, value: NodeId) => void;
  /** A number that may be changed between steps: the scalar slot `<layer>.<suffix>`, which holds `value` unless told otherwise. */
  readonly scalar: (suffix: string, value: number) => NodeId;
}

export interface LayerCost {
  /**
   * Counted as in LeCun et al. 1998: for each output, its inputs and its bias, whether the weights are trained, shared or fixed. An
   * activation or a flattening connects nothing anew and counts 0.
   */
  readonly connections: number;
  /** For one example: products of an input with a weight, each with the addition that follows. */
  readonly multiplyAdds: number;
}

/** How a layer looks at its inputs: through a sliding window, cell by cell, or all of them at once. */
export type View =
  | {
      readonly kind: 'window';
      /** From the first to the last cell that is seen. */
      readonly size: Pair;
      readonly stride: Pair;
      readonly padding: Padding;
    }
  /** Enlarging and reducing: the most cells that are seen, the cells from one output to the next, a fraction too, and the first. */
  | { readonly kind: 'resampled'; readonly size: Pair; readonly jump: Pair; readonly start: Pair }
  | { readonly kind: 'pointwise' }
  | { readonly kind: 'everything' };

export interface LayerDefinition<K extends LayerKind> {
  /** How many layers feed it; exactly one when left out. */
  readonly joins?: 'two' | 'two or more';
  /** Refuses inputs that do not fit with `refuseLayer(…)`. */
  readonly shape: (layer: LayerOf<K>, ...inputs: readonly Shape[]) => Shape;
  readonly parameters: (layer: LayerOf<K>, ...inputs: readonly Shape[]) => readonly ParameterDefinition[];
  /** Left out by all that keep nothing but parameters. */
  readonly state?: (layer: LayerOf<K>, ...inputs: readonly Shape[]) => readonly StateDefinition[];
  /** Appends the layer's nodes; the last one, which it returns, bears the layer's name. */
  readonly build: (context: BuildContext<K>) => NodeId;
  readonly cost: (layer: LayerOf<K>, output: Shape, ...inputs: readonly Shape[]) => LayerCost;
  readonly view: (layer: LayerOf<K>, ...inputs: readonly Shape[]) => View;
}
