/**
 * What can be said about a network without running it: shapes, parameters, connections, cost, memory, receptive fields. The tables and
 * the numbers in the prose of the book are read from here.
 */

import type { Pair } from '../graph/graph';
import { sizeOf, type Shape } from '../tensor/shape';
import type { View } from './layers/layerDefinition';
import { definitionOf } from './layers/layers';
import { resolveNetwork, type ResolvedParameter } from './resolve';
import type { LayerKind, NetworkSpec } from './spec';

/**
 * The part of the network's input that one cell of a layer sees, in input cells, vertical then horizontal.
 *
 * Cell (i, j) of the layer sees the rows from start[0] + i · jump[0] on, size[0] of them, and the columns likewise. A start below 0 or
 * an end beyond the input reaches into the padding.
 */
export interface ReceptiveField {
  readonly size: Pair;
  /**
   * How far the field moves from one cell to the next; 0 once a layer has seen everything. A fraction where a layer enlarged or
   * reduced: the field is then right to within a cell of that layer's input.
   */
  readonly jump: Pair;
  /** The first row and column that the layer's first cell sees. */
  readonly start: Pair;
}

export interface LayerSummary {
  readonly name: string;
  readonly kind: LayerKind;
  /** The layers or inputs that feed this one; several where it joins. */
  readonly from: readonly string[];
  /** One for each of `from`, without the batch axis: [H,W,C] or [C]. */
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  /** Trained slots with their full shapes; weights that a table of connections leaves out are in the shape, not in the count. */
  readonly slots: readonly { readonly name: string; readonly shape: Shape }[];
  /** Trained numbers. */
  readonly parameters: number;
  /** Numbers that training keeps up to date without training them: running statistics. */
  readonly stateNumbers: number;
  /**
   * As LeCun et al. 1998 count: for each output its inputs and its bias, whether the weights are trained, shared or fixed. Activations and
   * flattening connect nothing anew.
   */
  readonly connections: number;
  /** For one example: products of an input with a weight, each with the addition that follows. */
  readonly multiplyAdds: number;
  /** The layer's output for one example, float32. */
  readonly activationBytes: number;
  readonly receptiveField: ReceptiveField;
}

export interface NetworkSummary {
  readonly layers: readonly LayerSummary[];
  readonly parameters: number;
  readonly connections: number;
  readonly multiplyAdds: number;
  /** All trained numbers as float32. */
  readonly parameterBytes: number;
}

const bytesPerFloat32 = 4;

/** @throws SpecError when the description does not hold together. */
export function summarize(spec: NetworkSpec): NetworkSummary {
  const { input, layers } = resolveNetwork(spec);
  const seen = new Map<string, Seen>([
    [input.name, { field: { size: [1, 1], jump: [1, 1], start: [0, 0] }, positions: [input.shape[0], input.shape[1]] }],
  ]);
  const summaries = layers.map(({ layer, from, inputShapes, shape, parameters, state }): LayerSummary => {
    const definition = definitionOf(layer);
    const sources = from.map((name) => {
      const source = seen.get(name);
      if (source === undefined) throw new Error(`internal: no receptive field of ${name}`);
      return source;
    });
    const here = seenThrough(definition.view(layer, ...inputShapes), sources.reduce(seenTogether), shape);
    seen.set(layer.name, here);
    return {
      name: layer.name,
      kind: layer.kind,
      from,
      inputShapes,
      shape,
      slots: parameters.map((parameter) => ({ name: parameter.slot, shape: parameter.shape })),
      parameters: total(parameters, trainedNumbers),
      stateNumbers: total(state, (array) => sizeOf(array.shape)),
      ...definition.cost(layer, shape, ...inputShapes),
      activationBytes: sizeOf(shape) * bytesPerFloat32,
      receptiveField: here.field,
    };
  });
  const parameters = total(summaries, (layer) => layer.parameters);
  return {
    layers: summaries,
    parameters,
    connections: total(summaries, (layer) => layer.connections),
    multiplyAdds: total(summaries, (layer) => layer.multiplyAdds),
    parameterBytes: parameters * bytesPerFloat32,
  };
}

/** A receptive field, and over how many positions it is repeated; a flattened layer keeps those of the grid before it. */
interface Seen {
  readonly field: ReceptiveField;
  readonly positions: Pair;
}

/** The size of a slot without the weights that its mask leaves out. */
function trainedNumbers({ shape, mask }: ResolvedParameter): number {
  return mask === null ? sizeOf(shape) : mask.reduce((open, one) => open + one, 0);
}

/**
 * What a layer of the given shape sees that looks through `view` at a layer that sees `field`.
 *
 * Source: Araujo, Norris & Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019,
 * doi:10.23915/distill.00021, taken forwards from the input: size grows by (window − 1) · jump, jump is multiplied by the stride,
 * start moves back by the padding · jump.
 */
function seenThrough(view: View, seen: Seen, shape: Shape): Seen {
  const { field, positions } = seen;
  const each = (length: (axis: 0 | 1) => number): Pair => [length(0), length(1)];
  switch (view.kind) {
    case 'pointwise':
      return { field, positions };
    case 'window': {
      const { size, stride, padding } = view;
      const before = [padding.top, padding.left] as const;
      return {
        field: {
          size: each((axis) => field.size[axis] + (size[axis] - 1) * field.jump[axis]),
          jump: each((axis) => field.jump[axis] * stride[axis]),
          start: each((axis) => field.start[axis] - before[axis] * field.jump[axis]),
        },
        positions: each((axis) => shape[axis] ?? 1),
      };
    }
    case 'resampled':
      return {
        field: {
          size: each((axis) => field.size[axis] + (view.size[axis] - 1) * field.jump[axis]),
          jump: each((axis) => field.jump[axis] * view.jump[axis]),
          start: each((axis) => field.start[axis] + view.start[axis] * field.jump[axis]),
        },
        positions: each((axis) => shape[axis] ?? 1),
      };
    case 'everything':
      return everywhere(seen);
    default:
      return view satisfies never;
  }
}

/**
 * What two layers see between them. Where they move over the input in different steps (one of them has seen everything, say), the
 * smallest rectangle that holds all that both see from anywhere.
 */
function seenTogether(a: Seen, b: Seen): Seen {
  const sameSteps = a.field.jump.every((jump, axis) => jump === b.field.jump[axis]);
  const [one, other] = sameSteps ? [a, b] : [everywhere(a), everywhere(b)];
  const each = (length: (axis: 0 | 1) => number): Pair => [length(0), length(1)];
  const start = each((axis) => Math.min(one.field.start[axis], other.field.start[axis]));
  const end = each((axis) =>
    Math.max(one.field.start[axis] + one.field.size[axis], other.field.start[axis] + other.field.size[axis]),
  );
  return {
    field: { size: each((axis) => end[axis] - start[axis]), jump: one.field.jump, start },
    positions: one.positions,
  };
}

/** All that a layer sees, from every position together. */
function everywhere({ field, positions }: Seen): Seen {
  const each = (length: (axis: 0 | 1) => number): Pair => [length(0), length(1)];
  return {
    field: {
      size: each((axis) => field.size[axis] + (positions[axis] - 1) * field.jump[axis]),
      jump: [0, 0],
      start: field.start,
    },
    positions: [1, 1],
  };
}

function total<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}
