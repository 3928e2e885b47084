/**
 * What a check works with: the run's network, data and weights on its executor, beside the run. Everything here belongs to the check: a
 * store and programs of its own, made from copies, so that the run never notices.
 */

import type { DataSet } from '../../data/dataSet';
import { valuesOf } from '../../data/dataSet';
import type { Graph, GraphNode, NodeId } from '../../graph/graph';
import { isLeaf } from '../../graph/opDefinition';
import { Grid } from '../../reference/grid';
import type { Executor } from '../executors/executor';
import type { ComputedNode } from './sampling';

export interface CheckSubject {
  readonly executor: Executor;
  /** Normalized as the run sees it. */
  readonly dataSet: DataSet;
  /** Every slot of the run, as copies. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** What the run's scalars hold in its next step. */
  readonly scalars: Readonly<Record<string, number>>;
  /** The training images of the batch. */
  readonly indices: Int32Array;
}

/** Tells how far the work is, and lets everything else in the worker have its turn. Throws when the check is not wanted any more. */
export type Breathe = (done: number) => Promise<void>;

/** The value of a leaf, as the run's next step has it; `scalars` in place of the subject's. */
export function leafGrid(
  leaf: GraphNode,
  { weights, dataSet, scalars, indices }: CheckSubject,
  slots: ReadonlyMap<string, Float32Array> = weights,
): Grid {
  switch (leaf.op) {
    case 'constant':
      return new Grid(leaf.shape, leaf.attributes.values);
    case 'parameter': {
      const values = slots.get(leaf.attributes.slot);
      return values === undefined ? new Grid(leaf.shape) : new Grid(leaf.shape, values);
    }
    case 'scalar':
      return new Grid([], [Math.fround(scalars[leaf.attributes.slot] ?? NaN)]);
    case 'input':
      return new Grid(leaf.shape, indices);
    case 'data':
      return new Grid(leaf.shape, leaf.name === 'data.labels' ? dataSet.train.labels : valuesOf(dataSet.train));
    default:
      throw new Error(`internal: ${leaf.name} (${leaf.op}) is no leaf`);
  }
}

/** The nodes that compute, in order. */
export function computedNodes({ nodes }: Graph): readonly ComputedNode[] {
  return nodes.filter((node): node is ComputedNode => !isLeaf(node));
}

/** Everything that `target` is computed from, itself too, in order. */
export function ancestorsOf(nodes: readonly GraphNode[], target: NodeId): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  const pending = [target];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    pending.push(...(nodes[id]?.inputs ?? []));
  }
  return found;
}
