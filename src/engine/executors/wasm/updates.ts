/**
 * Which nodes make up one step of an optimizer over all its slots, and the one call that computes them; the same for the norm that
 * gradients are clipped by.
 *
 * Picture: each updated parameter is a chain of nodes, gradient → clipping → penalties → rule, beside its moments and its
 * decayed value. A chain that has one of the known forms, and whose values nobody else looks at, becomes a row: parameter,
 * gradient, moments, in place. Rows that share their rule and their coefficients become one call over a table (updates.as.ts).
 * A chain of any other form is computed node by node, as any node is. The file is long because it knows the form of every rule.
 */
import type { Graph, GraphNode, NodeId, NodeOf, OpName } from '../../../graph/graph';
import { sizeOf } from '../../../tensor/shape';
import type { KernelName } from './kernels';
import type { Buffer, Parameter } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';

/** One slot's step. */
interface UpdateRow {
  readonly parameter: NodeId;
  readonly gradient: NodeId;
  readonly moments: readonly NodeId[];
  /** Penalties and decoupled decay concern it. */
  readonly isWeight: boolean;
  /** Everything that the row computes. */
  readonly members: readonly NodeId[];
  /** Those of them that are the next value of a slot. */
  readonly written: readonly NodeId[];
}

export interface UpdateFusion {
  readonly kind: 'update';
  readonly kernel: KernelName;
  readonly rows: readonly UpdateRow[];
  /** Scalars, in the order of the kernel's arguments; null where the graph has none of the kind. */
  readonly scalars: readonly (NodeId | null)[];
}

export interface ClipFusion {
  readonly kind: 'clip';
  readonly factor: NodeOf<'clipFactor'>;
  readonly gradients: readonly NodeId[];
}

/** What the finders ask about the graph at hand. */
export interface GraphView {
  readonly graph: Graph;
  readonly needed: readonly GraphNode[];
  readonly asked: ReadonlySet<NodeId>;
  /** Nodes that read a value. */
  readonly users: ReadonlyMap<NodeId, readonly GraphNode[]>;
  /** Where a node is computed: at itself, or at the tail of the fusion that absorbed it. */
  placeOf(id: NodeId): NodeId;
}

/** What a rule is, seen from the node that gives the parameter's next value: its kernel, and where everything is. */
interface Rule {
  readonly kernel: KernelName;
  readonly gradient: NodeId;
  readonly moments: readonly NodeId[];
  readonly members: readonly NodeId[];
  readonly written: readonly NodeId[];
  readonly scalars: readonly NodeId[];
}

/** The optimizer steps of a graph, each with the node that is computed last. */
export function findUpdates(view: GraphView): readonly { readonly fusion: UpdateFusion; readonly tail: NodeId }[] {
  const { graph, asked, users } = view;
  const nextOf = new Map(graph.updates.map(({ slot, value }) => [slot, value]));

  function nodeOf<K extends OpName>(op: K, id: NodeId): NodeOf<K> | undefined {
    const node = graph.nodes[id];
    return node?.op === op ? (node as NodeOf<OpName> as NodeOf<K>) : undefined;
  }
  const input = (node: GraphNode, index: number): NodeId => node.inputs[index]!;
  /** Whether `after` is the next value of the slot whose present value is `before`. */
  function replaces(after: NodeId, before: NodeId): boolean {
    const slot = nodeOf('parameter', before)?.attributes.slot;
    return slot !== undefined && nextOf.get(slot) === after;
  }

  function ruleOf(update: GraphNode): Rule | undefined {
    if (update.op === 'sgdUpdate') return momentumRule(update) ?? adadeltaRule(update) ?? sgdRule(update);
    if (update.op === 'adaptiveUpdate') return adaptiveRule(update);
    if (update.op === 'adamUpdate') return adamRule(update);
    return undefined;
  }

  function sgdRule(update: GraphNode): Rule {
    const scalars = [input(update, 2)];
    return { kernel: 'sgdStep', gradient: input(update, 1), moments: [], members: [], written: [], scalars };
  }

  function momentumRule(update: GraphNode): Rule | undefined {
    const direction = nodeOf('momentum', input(update, 1));
    if (direction === undefined) return undefined;
    const [before, gradient, decay] = direction.inputs as [NodeId, NodeId, NodeId];
    const scalars = [input(update, 2), decay];
    if (replaces(direction.id, before)) {
      const written = [direction.id];
      return { kernel: 'momentumStep', gradient, moments: [before], members: written, written, scalars };
    }
    const velocity = nodeOf('momentum', before);
    if (velocity === undefined || input(velocity, 1) !== gradient || input(velocity, 2) !== decay) return undefined;
    if (!replaces(velocity.id, input(velocity, 0))) return undefined;
    const members = [velocity.id, direction.id];
    const moments = [input(velocity, 0)];
    return { kernel: 'nesterovStep', gradient, moments, members, written: [velocity.id], scalars };
  }

  function adadeltaRule(update: GraphNode): Rule | undefined {
    const direction = nodeOf('adadeltaDirection', input(update, 1));
    if (direction === undefined) return undefined;
    const [gradient, squaresId, steps, epsilon] = direction.inputs as [NodeId, NodeId, NodeId, NodeId];
    const squares = nodeOf('movingAverageOfSquares', squaresId);
    const nextSteps = users
      .get(direction.id)
      ?.find((user) => user.op === 'movingAverageOfSquares' && input(user, 0) === steps);
    if (squares === undefined || nextSteps === undefined || input(squares, 1) !== gradient) return undefined;
    if (input(nextSteps, 1) !== direction.id || input(nextSteps, 2) !== input(squares, 2)) return undefined;
    if (!replaces(squares.id, input(squares, 0)) || !replaces(nextSteps.id, steps)) return undefined;
    const written = [squares.id, nextSteps.id];
    return {
      kernel: 'adadeltaStep',
      gradient,
      moments: [input(squares, 0), steps],
      members: [...written, direction.id],
      written,
      scalars: [input(update, 2), epsilon, input(squares, 2)],
    };
  }

  function adaptiveRule(update: GraphNode): Rule | undefined {
    const [, gradient, squaresId, rate, epsilon] = update.inputs as [NodeId, NodeId, NodeId, NodeId, NodeId];
    const sum = nodeOf('accumulateSquares', squaresId);
    const average = nodeOf('movingAverageOfSquares', squaresId);
    const squares = sum ?? average;
    if (squares === undefined || input(squares, 1) !== gradient) return undefined;
    if (!replaces(squares.id, input(squares, 0))) return undefined;
    return {
      kernel: sum === undefined ? 'rmspropStep' : 'adagradStep',
      gradient,
      moments: [input(squares, 0)],
      members: [squares.id],
      written: [squares.id],
      scalars: [rate, epsilon, ...(average === undefined ? [] : [input(average, 2)])],
    };
  }

  function adamRule(update: GraphNode): Rule | undefined {
    const [, meanId, squareId, rate, step, decay1, decay2, epsilon] = update.inputs as [
      NodeId,
      NodeId,
      NodeId,
      ...[NodeId, NodeId, NodeId, NodeId, NodeId],
    ];
    const mean = nodeOf('movingAverage', meanId);
    const square = nodeOf('movingAverageOfSquares', squareId);
    if (mean === undefined || square === undefined || input(mean, 1) !== input(square, 1)) return undefined;
    if (input(mean, 2) !== decay1 || input(square, 2) !== decay2) return undefined;
    const moments = [input(mean, 0), input(square, 0)];
    if (!replaces(meanId, moments[0]!) || !replaces(squareId, moments[1]!)) return undefined;
    const written = [meanId, squareId];
    const scalars = [rate, step, decay1, decay2, epsilon];
    return { kernel: 'adamStep', gradient: input(mean, 1), moments, members: written, written, scalars };
  }

  interface Candidate {
    readonly row: UpdateRow;
    readonly kernel: KernelName;
    /** clip, l1, l2, decay */
    readonly shared: readonly (NodeId | null)[];
    readonly scalars: readonly NodeId[];
  }

  /** The whole chain of one parameter, from its raw gradient to its next value. */
  function candidateOf(slot: string, update: GraphNode): Candidate | undefined {
    const rule = ruleOf(update);
    if (rule === undefined) return undefined;
    const members = [update.id, ...rule.members];
    const written = [update.id, ...rule.written];
    let gradient = rule.gradient;
    let l1: NodeId | null = null;
    let l2: NodeId | null = null;
    let decay: NodeId | null = null;
    let clip: NodeId | null = null;

    let parameter = input(update, 0);
    const decayed = nodeOf('decayWeights', parameter);
    if (decayed !== undefined) {
      if (input(decayed, 1) !== rule.scalars[0]) return undefined;
      parameter = input(decayed, 0);
      decay = input(decayed, 2);
      members.push(decayed.id);
    }
    const penalized = nodeOf('penalize', gradient);
    if (penalized !== undefined && input(penalized, 1) === parameter) {
      [gradient, l1, l2] = [input(penalized, 0), input(penalized, 2), input(penalized, 3)];
      members.push(penalized.id);
    }
    const scaled = nodeOf('scaleBy', gradient);
    if (scaled !== undefined) {
      [gradient, clip] = [input(scaled, 0), input(scaled, 1)];
      members.push(scaled.id);
    }
    if (nodeOf('parameter', parameter)?.attributes.slot !== slot || (l1 === null) !== (decay === null))
      return undefined;
    const row = { parameter, gradient, moments: rule.moments, isWeight: l1 !== null, members, written };
    return { row, kernel: rule.kernel, shared: [clip, l1, l2, decay], scalars: rule.scalars };
  }

  /** Who reads a value, also under another shape. */
  function readers(id: NodeId): readonly GraphNode[] {
    return (users.get(id) ?? []).flatMap((user) => (user.op === 'reshape' ? readers(user.id) : [user]));
  }
  function isLeafValue(id: NodeId): boolean {
    const node = graph.nodes[id]!;
    return node.op === 'reshape' ? isLeafValue(input(node, 0)) : node.inputs.length === 0;
  }

  /** Nobody else looks at what the row keeps to itself, and whoever reads an old value does so before `tail`. */
  function mayBeOneCall({ parameter, gradient, moments, members }: UpdateRow, tail: NodeId): boolean {
    const own = new Set(members);
    return (
      // Not the old value of a slot, which the call may already have replaced.
      !isLeafValue(gradient) &&
      members.every((id) => !asked.has(id) && (users.get(id) ?? []).every((user) => own.has(user.id))) &&
      [parameter, ...moments].every((id) =>
        readers(id).every((user) => own.has(user.id) || (!inRows.has(user.id) && view.placeOf(user.id) < tail)),
      )
    );
  }

  const candidates = graph.updates.flatMap(({ slot, value }) => candidateOf(slot, graph.nodes[value]!) ?? []);
  const inRows = new Set(candidates.flatMap(({ row }) => row.members));
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { row, kernel, shared, scalars } = candidate;
    // Its own end will do as the tail: a later one only leaves more time to read.
    if (!mayBeOneCall(row, Math.max(...row.members) as NodeId)) continue;
    const key = [kernel, shared[0], ...scalars].join(' ');
    const group = groups.get(key) ?? [];
    const weights = group.find((other) => other.row.isWeight);
    if (row.isWeight && weights !== undefined && weights.shared.join() !== shared.join()) continue;
    groups.set(key, [...group, candidate]);
  }
  return [...groups.values()].map((group) => {
    const { kernel, scalars, shared } = group.find(({ row }) => row.isWeight) ?? group[0]!;
    const rows = group.map(({ row }) => row);
    const fusion: UpdateFusion = { kind: 'update', kernel, rows, scalars: [...shared, ...scalars] };
    return { fusion, tail: Math.max(...rows.flatMap(({ members }) => members)) as NodeId };
  });
}

/** The clip factors of a graph whose norms are seen by nobody else, with everything that leads from the gradients to them. */
export function findClipping({ needed, graph, asked, users }: GraphView): readonly {
  readonly fusion: ClipFusion;
  readonly absorbed: readonly NodeId[];
}[] {
  /** Gradients under a sum of squared norms, or null where something else is added. */
  function gather(id: NodeId, absorbed: NodeId[]): readonly NodeId[] | null {
    const node = graph.nodes[id]!;
    if (asked.has(id) || (users.get(id) ?? []).length !== 1 || graph.updates.some(({ value }) => value === id)) {
      return null;
    }
    absorbed.push(id);
    if (node.op === 'squaredNorm') return node.inputs;
    if (node.op !== 'add' || node.inputs[0] === node.inputs[1]) return null;
    const parts = node.inputs.map((part) => gather(part, absorbed));
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
  }
  return needed.flatMap((factor) => {
    if (factor.op !== 'clipFactor') return [];
    const absorbed: NodeId[] = [];
    const gradients = gather(factor.inputs[0]!, absorbed);
    return gradients === null ? [] : [{ fusion: { kind: 'clip', factor, gradients }, absorbed }];
  });
}

/** Values in one line of memory: what two threads must not share. */
const LINE_VALUES = 16;
/** As in optimizers.as.ts. */
const CHUNK_VALUES = 4096;
const SIMD_VALUES = 4;

export function lowerUpdate({ kernel, rows, scalars }: UpdateFusion, recorder: Recorder): void {
  const entries: (number | Buffer)[] = [];
  const reads: Buffer[] = [];
  const writes: Buffer[] = [];
  let lines = 0;
  for (const { parameter, gradient, moments, isWeight } of rows) {
    const values = sizeOf(recorder.node(parameter).shape);
    const [p, g] = [recorder.value(parameter), recorder.value(gradient)];
    const [a, b] = moments.map((id) => recorder.value(id));
    const bytes = Math.ceil(values / SIMD_VALUES) * SIMD_VALUES * BYTES_PER_VALUE;
    entries.push(p, g, a ?? 0, b ?? 0, lines, bytes, isWeight ? 1 : 0, 0);
    const slots = [p, a, b].filter((buffer) => buffer !== undefined);
    reads.push(g, ...slots);
    writes.push(...slots);
    lines += Math.ceil(values / LINE_VALUES);
  }
  const table = recorder.addressTable(`${kernel} of ${recorder.node(rows[0]!.parameter).name} …`, entries);
  const coefficients = scalars.map((id) => (id === null ? 0 : recorder.value(id)));
  reads.push(table, ...coefficients.filter((buffer) => buffer !== 0));
  const parameters = (from: number, to: number): readonly Parameter[] => [
    table,
    rows.length,
    from,
    to,
    ...coefficients,
  ];
  // Of its buffers only the gradients' and slots' values count, and each passes once.
  const operations = LINE_VALUES * lines * (2 + writes.length / rows.length);
  recorder.call(kernel, parameters(0, lines), { reads, writes }, { units: lines, operations, parameters });
}

export function lowerClipping({ factor, gradients }: ClipFusion, recorder: Recorder): void {
  const entries: (number | Buffer)[] = [];
  const buffers = gradients.map((id) => recorder.value(id));
  let chunks = 0;
  buffers.forEach((buffer, index) => {
    const values = sizeOf(recorder.node(gradients[index]!).shape);
    entries.push(buffer, chunks, values, 0);
    chunks += Math.ceil(values / CHUNK_VALUES);
  });
  const table = recorder.addressTable(`gradients under ${factor.name}`, entries);
  const partials = recorder.scratch(`${factor.name} partial sums`, 2 * BYTES_PER_VALUE * chunks);
  const limit = recorder.value(factor.inputs[1]!);
  const parameters = (from: number, to: number): readonly Parameter[] => [
    ...[table, buffers.length, from, to],
    ...[limit, partials],
  ];
  const access = { reads: [table, limit, ...buffers], writes: [partials] };
  recorder.call('squaredNorms', parameters(0, chunks), access, { units: chunks, parameters });
  const y = recorder.result(factor.id);
  recorder.call('clipFactorOfChunks', [partials, chunks, limit, y], { reads: [partials, limit], writes: [y] });
}
