/**
 * What a layer kind is: shape, parameters, nodes, cost. Shapes here have no batch axis: [H,W,C] for a grid, [C] for a vector.
 *
 * To add a kind, copy `activation.ts` (no parameters) or `dense.ts` (with parameters), add its type to `LayerSpec` in `spec.ts`,
 * and give it its rows in `layers.ts` and `checkSpec.ts`, which do not compile without.
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
   * Initial values are uniform in ±limit, where the limit may differ from output to output: the index is that along the last
   * axis. 0 starts at zero.
   */
  readonly initialLimit: (output: number) => number;
  /** 1 where a connection exists, 0 where there is none; null where all exist. Values at 0 stay zero and are not counted. */
  readonly mask: Float32Array | null;
}

export interface BuildContext<K extends LayerKind> {
  readonly builder: GraphBuilder;
  readonly layer: LayerOf<K>;
  /** The layer's input with its batch axis in front. */
  readonly x: NodeId;
  /** The node of a parameter, by its suffix. */
  readonly parameter: (suffix: string) => NodeId;
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

/** How a layer looks at its input: through a sliding window, cell by cell, or all of it at once. */
export type View =
  | { readonly kind: 'window'; readonly size: Pair; readonly stride: Pair; readonly padding: Padding }
  | { readonly kind: 'pointwise' }
  | { readonly kind: 'everything' };

export interface LayerDefinition<K extends LayerKind> {
  /** Refuses an input that does not fit with `refuseLayer(…)`. */
  readonly shape: (layer: LayerOf<K>, input: Shape) => Shape;
  readonly parameters: (layer: LayerOf<K>, input: Shape) => readonly ParameterDefinition[];
  /** Appends the layer's nodes; the last one, which it returns, bears the layer's name. */
  readonly build: (context: BuildContext<K>) => NodeId;
  readonly cost: (layer: LayerOf<K>, input: Shape, output: Shape) => LayerCost;
  readonly view: (layer: LayerOf<K>, input: Shape) => View;
}
