/**
 * Every op of a training step, one node at a time: the reference gets the very numbers that the executor computed before it, so that a
 * difference belongs to this op and to no other, and no rounding on the way can make a rectifier or a pooling choose differently.
 */

import type { GraphNode } from '../../graph/graph';
import { isLeaf } from '../../graph/opDefinition';
import type { FullView } from '../../network/build';
import { Grid } from '../../reference/grid';
import { randomStream } from '../../tensor/random';
import type { Values } from '../../tensor/shape';
import type { Program } from '../executors/executor';
import type { CheckKind } from '../protocol';
import { computedNodes, leafGrid, type Breathe, type CheckSubject } from './bench';
import { allowedOf, largestDifference, largestMagnitude, type Rows } from './comparison';
import { cellsWithoutTies } from './poolTies';
import { costOf, partOf, type ComputedNode, type Part } from './sampling';

/** Products are linear in each input, and these are sums: for the magnitudes of the inputs they give the size of what is summed. */
const summing: ReadonlySet<string> = new Set([
  'conv2d',
  'conv2dInputGradient',
  'conv2dFilterGradient',
  'matmul',
  'biasGradient',
  'addBias',
  'add',
  'subtract',
  'sum',
  'mean',
  'meanOver',
  'averagePool',
  'globalAveragePool',
  'channelScaleGradient',
]);

/**
 * The size of the two numbers whose difference a loss or its gradient is: the logits' and their logarithmic sum's, or a probability's and
 * 1's. Null for other ops.
 */
function subtractedFrom({ op }: ComputedNode, inputs: readonly Grid[]): number | null {
  const [scores, , dy] = inputs.map(({ values }) => values);
  if (scores === undefined) return null;
  if (op === 'softmaxCrossEntropy' || op === 'hinge') return Math.max(1, largestMagnitude(scores));
  return op === 'softmaxCrossEntropyGradient' && dy !== undefined ? largestMagnitude(dy) : null;
}

/** Of a pooling's gradient on a GPU: what does not hang on which of equal cells is the largest. */
function withoutTies(node: ComputedNode, [x, dy]: readonly Grid[], part: Part): Part {
  if (node.op !== 'maxPoolGradient' || x === undefined || dy === undefined) return part;
  const indices = cellsWithoutTies(node.attributes, x, dy);
  const values = Float64Array.from(indices, (index) => part.expected.values[index] ?? NaN);
  return { expected: new Grid([indices.length], values), indices };
}

/** Nodes behind the loss lead back from it, as their names say, or belong to the optimizer. */
function kindOf({ id, name }: ComputedNode, { loss }: FullView): CheckKind {
  if (id <= loss) return 'forward';
  return name.includes('#gradient') ? 'gradient' : 'optimizer';
}

export function costOfEveryNode({ graph }: FullView): number {
  return computedNodes(graph).reduce((sum, node) => sum + costOf(node, graph.nodes), 0);
}

/** The largest cost of one node with which all together cost at most `budget`. */
export function limitWithin({ graph }: FullView, budget: number): number {
  const costs = computedNodes(graph).map((node) => costOf(node, graph.nodes));
  let [low, high] = [1, budget];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (costs.reduce((sum, cost) => sum + Math.min(cost, middle), 0) <= budget) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Adds a row for each op and kind. `program` has run once.
 *
 * @param limit of the cost of one node; what costs more is checked in part
 */
export async function checkEveryNode(
  subject: CheckSubject,
  view: FullView,
  program: Program,
  rows: Rows,
  limit: number,
  breathe: Breathe,
): Promise<void> {
  const { nodes } = view.graph;
  const users = new Map<number, number>();
  const computed = computedNodes(view.graph);
  for (const { inputs } of computed) for (const id of inputs) users.set(id, (users.get(id) ?? 0) + 1);
  const isGpu = subject.executor.name !== 'wasm' && subject.executor.name !== 'reference';
  const random = randomStream(1, 'check');

  /** What the executor has computed, until its last user has been checked. */
  const found = new Map<number, Values>();
  const valueOf = async ({ id, name }: GraphNode): Promise<Values> => {
    const known = found.get(id) ?? (await program.read(name));
    found.set(id, known);
    return known;
  };
  let done = 0;
  for (const node of computed) {
    const inputs: Grid[] = [];
    for (const id of node.inputs) {
      const input = nodes[id];
      if (input === undefined) throw new Error(`internal: ${node.name} has no input ${id}`);
      inputs.push(isLeaf(input) ? leafGrid(input, subject) : new Grid(input.shape, await valueOf(input)));
    }
    const values = await valueOf(node);
    const cost = costOf(node, nodes);
    let start = 0;
    const part = partOf(node, inputs, limit / cost, (below) => (start = random.integer(below)));
    const { expected, indices } = isGpu ? withoutTies(node, inputs, part) : part;
    const mine = indices === null ? values : Float64Array.from(indices, (index) => values[index] ?? NaN);
    const isInteger = node.dtype === 'int32';
    const kind = kindOf(node, view);
    const allowed = allowedOf(node.op, kind, isInteger, isGpu);
    // What is rounded is the size of the numbers that are stored, or of the terms that are summed.
    let largest = largestDifference(mine, expected.values, largestMagnitude(expected.values));
    const subtracted = subtractedFrom(node, inputs);
    if (subtracted !== null) largest = largestDifference(mine, expected.values, subtracted);
    if (largest > allowed.tolerance && summing.has(node.op) && !isInteger) {
      const magnitudes = inputs.map((grid) => new Grid(grid.shape, grid.values.map(Math.abs)));
      const terms = partOf(node, magnitudes, limit / cost, () => start);
      largest = largestDifference(mine, expected.values, largestMagnitude(terms.expected.values));
    }
    rows.add(kind, node.op, expected.values.length, largest, allowed);
    for (const id of new Set(node.inputs)) {
      const left = (users.get(id) ?? 0) - node.inputs.filter((input) => input === id).length;
      users.set(id, left);
      if (left <= 0) found.delete(id);
    }
    if ((users.get(node.id) ?? 0) === 0) found.delete(node.id);
    done += Math.min(cost, limit);
    await breathe(done);
  }
}
