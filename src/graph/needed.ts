/** Which nodes of a graph have to be computed to get what is asked for: the first question of every executor. */

import type { Graph, GraphNode, NodeId } from './graph';

/**
 * The nodes that the named outputs and all updates depend on, leaves included, in the order of the graph.
 *
 * @throws Error when an output is not in the graph.
 */
export function neededNodes(graph: Graph, outputs: readonly string[]): readonly GraphNode[] {
  const pending: NodeId[] = graph.updates.map((update) => update.value);
  for (const output of outputs) {
    const id = graph.outputs[output];
    if (id === undefined) {
      const known = Object.keys(graph.outputs).join(', ');
      throw new Error(
        `output ${output}: expected one of ${known}, found no such name. Ask for an output that the graph declares.`,
      );
    }
    pending.push(id);
  }
  const needed = new Set<NodeId>();
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    pending.push(...(graph.nodes[id]?.inputs ?? []));
  }
  return graph.nodes.filter((node) => needed.has(node.id));
}
