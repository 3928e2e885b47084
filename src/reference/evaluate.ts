/** Runs a list of nodes by the reference ops, one after the other. */

import type { GraphNode, NodeId, NodeOf } from '../graph/graph';
import { isLeaf, type LeafName } from '../graph/opDefinition';
import { Grid } from './grid';
import { applyReference } from './reference';

/** A leaf whose value comes from outside; constants carry their own. */
export type OpenLeaf = { [K in Exclude<LeafName, 'constant'>]: NodeOf<K> }[Exclude<LeafName, 'constant'>];

/**
 * The values of `nodes`, which stand in the order of their graph and include everything that they use (see `neededNodes`).
 * `leafValue` gives the values of inputs, parameters, scalars and data.
 */
export function evaluate(nodes: readonly GraphNode[], leafValue: (leaf: OpenLeaf) => Grid): ReadonlyMap<NodeId, Grid> {
  const values = new Map<NodeId, Grid>();
  for (const node of nodes) {
    if (isLeaf(node)) {
      values.set(node.id, node.op === 'constant' ? new Grid(node.shape, node.attributes.values) : leafValue(node));
    } else {
      const inputs = node.inputs.map((input) => values.get(input)!);
      values.set(node.id, applyReference(node, inputs));
    }
  }
  return values;
}
