/**
 * Which nodes of a graph one kernel call computes together.
 *
 * Picture: a fusion is filed under the last of its nodes, its tail, where the call is made; the nodes before the tail are
 * absorbed and get no buffer. Only a value with a single reader, which nobody asked for, may be absorbed.
 *
 * product: conv2d or matmul, then addBias, then relu: the tile is still in registers.
 * poolAndRelu: maxPoolGradient, then reluGradient of the pool's input: one pass over the large array instead of two.
 * adam: both moving averages and adamUpdate of one parameter, in place.
 *
 * Besides, a maxPool saves its winners if a maxPoolGradient of the same input follows (`winners`).
 */
import { sameWindows } from '../../../graph/convolution';
import type { Graph, GraphNode, NodeId, NodeOf, OpName } from '../../../graph/graph';

export type Fusion =
  | {
      readonly kind: 'product';
      readonly product: NodeOf<'conv2d'> | NodeOf<'matmul'>;
      readonly bias: NodeId | null;
      readonly relu: boolean;
    }
  | { readonly kind: 'poolAndRelu'; readonly gradient: NodeOf<'maxPoolGradient'> }
  | {
      readonly kind: 'adam';
      readonly update: NodeOf<'adamUpdate'>;
      readonly mean: NodeOf<'movingAverage'>;
      readonly meanSquare: NodeOf<'movingAverageOfSquares'>;
    };

export interface Fusions {
  /** By tail. */
  readonly fusions: ReadonlyMap<NodeId, Fusion>;
  readonly absorbed: ReadonlySet<NodeId>;
  /** Which maxPool saves the winners that a maxPoolGradient uses. */
  readonly winners: ReadonlyMap<NodeId, NodeId>;
}

/** Winners are saved as bytes. */
const LARGEST_SAVED_WINDOW = 256;

/** `needed`: the nodes that will run, in order. `asked`: outputs that must be readable afterwards. */
export function findFusions(graph: Graph, needed: readonly GraphNode[], asked: ReadonlySet<NodeId>): Fusions {
  const users = new Map<NodeId, GraphNode[]>();
  for (const node of needed) {
    for (const input of new Set(node.inputs)) users.set(input, [...(users.get(input) ?? []), node]);
  }
  const updatedSlots = new Map(graph.updates.map(({ slot, value }) => [value, slot]));
  const fusions = new Map<NodeId, Fusion>();
  const absorbed = new Set<NodeId>();
  const tailOf = new Map<NodeId, NodeId>();
  const winners = new Map<NodeId, NodeId>();

  /** The only reader of a value, provided that the value is needed for nothing else. */
  function onlyUser(id: NodeId): GraphNode | undefined {
    const [user, ...others] = users.get(id) ?? [];
    return others.length > 0 || asked.has(id) || updatedSlots.has(id) ? undefined : user;
  }

  function file(tail: NodeId, fusion: Fusion, before: readonly NodeId[]): void {
    fusions.set(tail, fusion);
    for (const id of before) {
      absorbed.add(id);
      tailOf.set(id, tail);
    }
  }

  for (const node of needed) {
    if (node.op === 'conv2d' || node.op === 'matmul') {
      const chain: NodeId[] = [node.id];
      let bias: NodeId | null = null;
      let relu = false;
      let next = onlyUser(node.id);
      if (next?.op === 'addBias' && next.inputs[0] === node.id && next.inputs[1] !== node.id) {
        bias = next.inputs[1]!;
        chain.push(next.id);
        next = onlyUser(next.id);
      }
      if (next?.op === 'relu') {
        relu = true;
        chain.push(next.id);
      }
      if (chain.length > 1) file(chain.pop()!, { kind: 'product', product: node, bias, relu }, chain);
    }
    if (node.op === 'maxPoolGradient') {
      const [x] = node.inputs as [NodeId];
      const { window } = node.attributes;
      const pool = needed.find(
        (other): other is NodeOf<'maxPool'> =>
          other.op === 'maxPool' &&
          other.id < node.id &&
          other.inputs[0] === x &&
          sameWindows(other.attributes, node.attributes),
      );
      if (pool && window[0] * window[1] <= LARGEST_SAVED_WINDOW) {
        winners.set(node.id, pool.id);
        const next = onlyUser(node.id);
        if (next?.op === 'reluGradient' && next.inputs[0] === x && next.inputs[1] === node.id) {
          file(next.id, { kind: 'poolAndRelu', gradient: node }, [node.id]);
        }
      }
    }
  }

  // Last, because it must know where everything else is computed.
  for (const node of needed) {
    if (node.op === 'adamUpdate') fuseAdam(node);
  }

  /** The slot that `id` is the present value of and `value` the next value of, if it is one. */
  function slotBetween(id: NodeId, value: NodeId): string | undefined {
    const node = graph.nodes[id];
    const slot = updatedSlots.get(value);
    return node?.op === 'parameter' && node.attributes.slot === slot ? slot : undefined;
  }

  function fuseAdam(update: NodeOf<'adamUpdate'>): void {
    const [p, meanId, meanSquareId, , , decay1, decay2] = update.inputs as [NodeId, NodeId, NodeId, ...NodeId[]];
    const mean = nodeOf('movingAverage', meanId);
    const meanSquare = nodeOf('movingAverageOfSquares', meanSquareId);
    if (!mean || !meanSquare) return;
    const [m, gradient, meanDecay] = mean.inputs as [NodeId, NodeId, NodeId];
    const [v, sameGradient, meanSquareDecay] = meanSquare.inputs as [NodeId, NodeId, NodeId];
    const members = [update.id, meanId, meanSquareId];
    const inPlace = [
      [p, update.id],
      [m, meanId],
      [v, meanSquareId],
    ] as const;
    const fits =
      gradient === sameGradient &&
      meanDecay === decay1 &&
      meanSquareDecay === decay2 &&
      inPlace.every(([before, after]) => slotBetween(before, after) !== undefined) &&
      ![p, m, v].includes(gradient) &&
      members.every((id) => !asked.has(id)) &&
      [meanId, meanSquareId].every((id) => users.get(id)?.length === 1) &&
      (users.get(update.id) ?? []).length === 0 &&
      // Everybody else who reads the old values does so before.
      [p, m, v].every((id) =>
        readers(id).every((user) => members.includes(user.id) || (tailOf.get(user.id) ?? user.id) < update.id),
      );
    if (fits) file(update.id, { kind: 'adam', update, mean, meanSquare }, [meanId, meanSquareId]);
  }

  /** Who reads a value, also under another shape. */
  function readers(id: NodeId): readonly GraphNode[] {
    return (users.get(id) ?? []).flatMap((user) => (user.op === 'reshape' ? readers(user.id) : [user]));
  }

  function nodeOf<K extends OpName>(op: K, id: NodeId): NodeOf<K> | undefined {
    const node = graph.nodes[id];
    return node?.op === op ? (node as NodeOf<OpName> as NodeOf<K>) : undefined;
  }

  return { fusions, absorbed, winners };
}
