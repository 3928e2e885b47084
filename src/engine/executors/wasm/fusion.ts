/**
 * Which nodes of a graph one kernel call computes together.
 *
 * Picture: a fusion is filed under the last of its nodes, its tail, where the call is made; the nodes before the tail are
 * absorbed and get no buffer. Only a value with a single reader, which nobody asked for, may be absorbed.
 *
 * product: conv2d or matmul, then addBias, then relu: the tile is still in registers.
 * normalization: normalize, then the sum with a shortcut, then relu: one pass instead of three.
 * normalizationGradient: the three ways by which a gradient flows back through a batch normalization, and their sum.
 * poolAndRelu: maxPoolGradient, then reluGradient of the pool's input: one pass over the large array instead of two.
 * update, clip: an optimizer's step over all parameters, and the norm that clips gradients (updates.ts).
 *
 * Besides, a maxPool saves its winners if a maxPoolGradient of the same input follows (`winners`), and the mean of an array whose
 * variance is taken too comes from the same pass (`moments`).
 */
import { sameWindows } from '../../../graph/convolution';
import type { Graph, GraphNode, NodeId, NodeOf, OpName } from '../../../graph/graph';
import { findClipping, findUpdates, type ClipFusion, type GraphView, type UpdateFusion } from './updates';

export type Fusion =
  | {
      readonly kind: 'product';
      readonly product: NodeOf<'conv2d'> | NodeOf<'matmul'>;
      readonly bias: NodeId | null;
      readonly relu: boolean;
    }
  | {
      readonly kind: 'normalization';
      readonly normalize: NodeOf<'normalize'>;
      /** What is added to the normalized values. */
      readonly addend: NodeId | null;
      readonly relu: boolean;
    }
  | {
      readonly kind: 'normalizationGradient';
      readonly direct: NodeOf<'normalizeGradient'>;
      readonly throughMean: NodeOf<'batchMeanGradient'>;
      readonly throughVariance: NodeOf<'batchVarianceGradient'>;
      /** Another gradient of the same value. */
      readonly addend: NodeId | null;
    }
  | { readonly kind: 'poolAndRelu'; readonly gradient: NodeOf<'maxPoolGradient'> }
  | UpdateFusion
  | ClipFusion;

export interface Fusions {
  /** By tail. */
  readonly fusions: ReadonlyMap<NodeId, Fusion>;
  readonly absorbed: ReadonlySet<NodeId>;
  /** Which maxPool saves the winners that a maxPoolGradient uses. */
  readonly winners: ReadonlyMap<NodeId, NodeId>;
  /** Arrays of which someone takes the variance. */
  readonly moments: ReadonlySet<NodeId>;
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
    if (node.op === 'normalize') fuseNormalization(node);
    if (node.op === 'add') fuseNormalizationGradient(node);
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

  function fuseNormalization(normalize: NodeOf<'normalize'>): void {
    const chain: NodeId[] = [normalize.id];
    let addend: NodeId | null = null;
    let relu = false;
    let next = onlyUser(normalize.id);
    // Both parts of a sum may be normalized: the first one takes it.
    if (next?.op === 'add' && !absorbed.has(next.id) && !fusions.has(next.id) && next.inputs[0] !== next.inputs[1]) {
      addend = next.inputs.find((id) => id !== normalize.id)!;
      chain.push(next.id);
      next = onlyUser(next.id);
    }
    if (next?.op === 'relu') {
      relu = true;
      chain.push(next.id);
    }
    if (chain.length > 1) file(chain.pop()!, { kind: 'normalization', normalize, addend, relu }, chain);
  }

  /** Three ways back through a batch normalization, and at most one other gradient, added up in any order. */
  function fuseNormalizationGradient(outer: NodeOf<'add'>): void {
    const sums: NodeId[] = [];
    const termsOf = (sum: NodeOf<'add'>): readonly NodeId[] =>
      sum.inputs.flatMap((id) => {
        const inner = nodeOf('add', id);
        if (inner === undefined || onlyUser(id) !== sum || fusions.has(id)) return [id];
        sums.push(id);
        return termsOf(inner);
      });
    const terms = termsOf(outer);
    const find = <K extends OpName>(op: K): NodeOf<K> | undefined =>
      terms.map((id) => nodeOf(op, id)).find((node) => node !== undefined && onlyUser(node.id) !== undefined);
    const direct = find('normalizeGradient');
    const throughMean = find('batchMeanGradient');
    const throughVariance = find('batchVarianceGradient');
    if (!direct || !throughMean || !throughVariance || terms.length > 4) return;
    const ways = [direct.id, throughMean.id, throughVariance.id];
    const addend = terms.find((id) => !ways.includes(id)) ?? null;
    file(outer.id, { kind: 'normalizationGradient', direct, throughMean, throughVariance, addend }, [...ways, ...sums]);
  }

  function nodeOf<K extends OpName>(op: K, id: NodeId): NodeOf<K> | undefined {
    const node = graph.nodes[id];
    return node?.op === op ? (node as NodeOf<OpName> as NodeOf<K>) : undefined;
  }

  const view: GraphView = { graph, needed, asked, users, placeOf: (id) => tailOf.get(id) ?? id };
  for (const { fusion, absorbed: before } of findClipping(view)) file(fusion.factor.id, fusion, before);
  // Last, because it must know where everything else is computed.
  for (const { fusion, tail } of findUpdates(view)) {
    const members = fusion.rows.flatMap((row) => row.members);
    file(
      tail,
      fusion,
      members.filter((id) => id !== tail),
    );
  }

  const moments = new Set(
    needed.flatMap((node) =>
      node.op === 'batchVariance' || node.op === 'batchVarianceGradient' ? [node.inputs[0]!] : [],
    ),
  );
  return { fusions, absorbed, winners, moments };
}
