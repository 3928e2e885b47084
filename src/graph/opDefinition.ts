/**
 * What an op is, as far as the graph is concerned: a shape rule, a gradient rule and a cost.
 *
 * Picture: one row of the table in `ops.ts`. The numbers themselves are computed elsewhere, by readable loops in
 * `reference/<op>.ts` and by each executor.
 *
 * To add an op, copy `ops/relu.ts` (with `ops/reluGradient.ts`, the smallest pair), then follow the compiler: its attributes
 * go into `OpAttributes` in `graph.ts`, and every table over ops (`ops.ts`, `reference/reference.ts`, the executors')
 * refuses to compile until it has the new row. `gradient.test.ts` in `reference/` asks for a case for every op.
 */

import type { DType, Shape, StoredType } from '../tensor/shape';
import type { Graph, GraphNode, NodeId, NodeOf, OpAttributes, OpName, Update } from './graph';

/** Ops without inputs: their shape is given, not inferred, so each has a method of its own in the builder. */
export const leafNames = ['input', 'parameter', 'scalar', 'constant', 'data'] as const;
export type LeafName = (typeof leafNames)[number];
/** Ops that compute something from their inputs. */
export type ComputedName = Exclude<OpName, LeafName>;

export function isLeaf(node: GraphNode): node is { [K in LeafName]: NodeOf<K> }[LeafName] {
  return leafNames.some((name) => name === node.op);
}

export interface GraphBuilder {
  /** Values written before each run: images `float32`, labels `int32`. */
  input(name: string, shape: Shape, dtype: DType): NodeId;
  /** A slot of the parameter store. The node is named like the slot; a slot asked for twice is one node. */
  parameter(slot: string, shape: Shape): NodeId;
  /** A step-dependent number, shape []. The node is named like the slot; a slot asked for twice is one node. */
  scalar(slot: string): NodeId;
  /** Fixed values in row-major order. */
  constant(name: string, shape: Shape, values: Float32Array): NodeId;
  /** Stored values, bytes when no type is named, handed over by this name when the graph is compiled. */
  data(name: string, shape: Shape, dtype?: StoredType): NodeId;
  /** Appends one node. Shape and dtype follow from the op's rule; a wrong shape throws a `GraphError` that names the node. */
  apply<K extends ComputedName>(op: K, name: string, inputs: readonly NodeId[], attributes: OpAttributes[K]): NodeId;
  node(id: NodeId): GraphNode;
  /** Nodes so far. */
  readonly nodes: readonly GraphNode[];
  /** The finished graph. Every update must go to a parameter of the same shape, at most one to each slot. */
  finish(results: { outputs: Readonly<Record<string, NodeId>>; updates?: readonly Update[] }): Graph;
}

export interface ShapeAndType {
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface GradientContext<K extends OpName> {
  readonly builder: GraphBuilder;
  /** The forward node; `node.id` is its value y. */
  readonly node: NodeOf<K>;
  /** ∂loss/∂y, of the shape of y. */
  readonly dy: NodeId;
  /** The name for the node that the rule appends. */
  readonly name: string;
}

/**
 * Appends the nodes that compute ∂loss/∂input and returns the last one. Called only for an input whose gradient someone needs.
 * Null stands for an input through which nothing flows: integers, or a derivative that is zero almost everywhere.
 */
export type GradientRule<K extends OpName> =
  ((context: GradientContext<K>, ...inputs: readonly NodeId[]) => NodeId) | null;

/** Said instead of gradient rules, so that it is a decision and not an omission. */
export interface NotDifferentiable {
  readonly notDifferentiable: string;
}

export interface OpDefinition<K extends OpName> {
  /** Names of the inputs in order, as the op's formula and its error messages use them. */
  readonly inputs: readonly string[];
  /** Which of them hold int32 (labels, indices), which stored bytes and which any stored data; all others hold float32. */
  readonly integerInputs?: readonly string[];
  readonly byteInputs?: readonly string[];
  readonly storedInputs?: readonly string[];
  /** The shape rule. Refuses with `refuse(…)`. */
  shape(attributes: OpAttributes[K], ...inputs: readonly Shape[]): ShapeAndType;
  /** One rule per input, in their order. */
  readonly gradient: readonly GradientRule<K>[] | NotDifferentiable;
  /**
   * Products of two computed values, each with the addition that follows it. Scaling by a fixed number, additions on their own,
   * comparisons and calls of exp or tanh are not counted: this is the usual convention, under which a convolution's cost
   * is its number of connections without the biases.
   */
  multiplyAdds(attributes: OpAttributes[K], output: Shape, ...inputs: readonly Shape[]): number;
}

export interface LeafDefinition {
  readonly inputs: readonly [];
  /** What the leaf stands for, in words. */
  readonly leaf: string;
}

/** The tables' types, total over their names. */
export type OpTable = { readonly [K in ComputedName]: OpDefinition<K> };
export type LeafTable = { readonly [K in LeafName]: LeafDefinition };

/** A graph that cannot be built. The message names the node and its op, what was expected, what was found and what to do. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}

/** Thrown by shape rules, which do not know their node; the builder adds node and op and throws a `GraphError`. */
export class ShapeProblem extends Error {
  override readonly name = 'ShapeProblem';
}

/** Refuses the inputs of a shape rule: `expected …, found …. next`. */
export function refuse(problem: { expected: string; found: string; next: string }): never {
  throw new ShapeProblem(`expected ${problem.expected}, found ${problem.found}. ${problem.next}`);
}
