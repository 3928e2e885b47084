/**
 * From a graph to a flat list of kernel calls.
 *
 * Picture: walk the needed nodes in order; each node (or fusion, at its tail) records the calls that compute it and names the
 * buffer in which its value lies. Addresses come later (memoryPlan.ts). One entry per op in the tables of `lowerings.ts`.
 */
import type { Graph, GraphNode, NodeId } from '../../../graph/graph';
import { neededNodes } from '../../../graph/needed';
import { sizeOf } from '../../../tensor/shape';
import { findFusions } from './fusion';
import { lowerFusion, lowerNode } from './lowerings';
import { createBuffer, placeUpdates, shareInPlace, type Buffer, type Call } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';

/** Numbers as they are, or 32-bit words of which some are addresses. */
export type Contents = (ArrayLike<number> & ArrayBufferView) | readonly (number | Buffer)[];

/** Everything about a program but its addresses. */
export interface LoweredProgram {
  readonly calls: readonly Call[];
  /** Buffers that keep their bytes between runs, with their first contents where there are any. */
  readonly pinned: readonly {
    readonly buffer: Buffer;
    readonly contents: Contents | null;
  }[];
  /** By the names that `write` takes: inputs by name, scalars by slot. */
  readonly writable: ReadonlyMap<string, { readonly buffer: Buffer; readonly node: GraphNode }>;
  readonly outputs: ReadonlyMap<string, { readonly buffer: Buffer; readonly node: GraphNode }>;
}

function noData(node: GraphNode): never {
  throw new Error(`internal: wasm executor: no stored bytes for ${node.name}`);
}

/**
 * @param slotAddress where the store keeps a slot.
 * @param threads how many will run the program.
 * @param dataAddress where the bytes of a `data` node lie.
 * @throws when an output is not in the graph.
 */
export function lower(
  graph: Graph,
  outputs: readonly string[],
  slotAddress: (slot: string, node: GraphNode) => number,
  threads = 1,
  dataAddress: (node: GraphNode) => number = noData,
): LoweredProgram {
  const needed = neededNodes(graph, outputs);
  const outputNodes = new Map(outputs.map((name) => [name, graph.nodes[graph.outputs[name]!]!]));
  const asked = new Set([...outputNodes.values()].map((node) => node.id));
  const fusions = findFusions(graph, needed, asked);

  const calls: Call[] = [];
  const values = new Map<NodeId, Buffer>();
  const sharedBuffers = new Map<string, Buffer>();
  const pinned: { buffer: Buffer; contents: Contents | null }[] = [];
  const writable = new Map<string, { buffer: Buffer; node: GraphNode }>();

  function pin(label: string, bytes: number, contents: Contents | null): Buffer {
    const buffer = createBuffer(label, bytes, 'pinned');
    pinned.push({ buffer, contents });
    return buffer;
  }

  const recorder: Recorder = {
    fusions,
    threads,
    node(id) {
      const node = graph.nodes[id];
      if (node === undefined) throw new Error(`internal: wasm executor: the graph has no node ${id}`);
      return node;
    },
    value(id) {
      const buffer = values.get(id);
      if (buffer === undefined) {
        throw new Error(`internal: wasm executor: ${recorder.node(id).name} is read before it is computed`);
      }
      return buffer;
    },
    result(id) {
      const node = recorder.node(id);
      const buffer = createBuffer(node.name, sizeOf(node.shape) * BYTES_PER_VALUE, 'planned');
      values.set(id, buffer);
      return buffer;
    },
    alias: (id, buffer) => void values.set(id, buffer),
    scratch: (label, bytes) => createBuffer(label, bytes, 'planned'),
    shared(key, bytes, fill) {
      const known = sharedBuffers.get(key);
      if (known) return known;
      const buffer = createBuffer(key, bytes, 'planned');
      sharedBuffers.set(key, buffer);
      fill?.(buffer);
      return buffer;
    },
    table(key, make) {
      const known = sharedBuffers.get(key);
      if (known) return known;
      const contents = make();
      const buffer = pin(key, contents.byteLength, contents);
      sharedBuffers.set(key, buffer);
      return buffer;
    },
    addressTable: (key, entries) => pin(key, entries.length * BYTES_PER_VALUE, entries),
    call(kernel, parameters, { reads, writes, overwritable = [] }, division) {
      calls.push({ kernel, parameters, reads, writes, overwritable, division: division ?? null });
    },
  };

  const slots = new Map<string, Buffer>();
  for (const node of needed) {
    const bytes = sizeOf(node.shape) * BYTES_PER_VALUE;
    if (node.op === 'parameter') {
      const { slot } = node.attributes;
      const buffer = createBuffer(slot, bytes, 'slot', slotAddress(slot, node));
      slots.set(slot, buffer);
      values.set(node.id, buffer);
    } else if (node.op === 'input' || node.op === 'scalar') {
      const buffer = pin(node.name, bytes, null);
      writable.set(node.op === 'input' ? node.name : node.attributes.slot, { buffer, node });
      values.set(node.id, buffer);
    } else if (node.op === 'data') {
      values.set(node.id, createBuffer(node.name, sizeOf(node.shape), 'slot', dataAddress(node)));
    } else if (node.op === 'constant') {
      values.set(node.id, pin(node.name, bytes, node.attributes.values));
    }
  }

  /** Reshaping moves nothing, so a reshaped leaf lies where the leaf lies. */
  function withoutReshape(id: NodeId): NodeId {
    const node = recorder.node(id);
    return node.op === 'reshape' ? withoutReshape(node.inputs[0]!) : id;
  }

  // An output that is a leaf, and a slot whose next value is a leaf, mean the value at the start of the run: copied first.
  const leafCopies = new Map<NodeId, Buffer>();
  for (const id of [...asked, ...graph.updates.map((update) => update.value)]) {
    const source = withoutReshape(id);
    const from = values.get(source);
    if (from === undefined) continue;
    const label = `${recorder.node(source).name} as it was`;
    leafCopies.set(
      id,
      recorder.shared(label, from.bytes, (to) =>
        recorder.call('copy', [from, to, from.bytes], { reads: [from], writes: [to] }),
      ),
    );
  }

  for (const node of needed) {
    const fusion = fusions.fusions.get(node.id);
    if (fusion) lowerFusion(fusion, node.id, recorder);
    else if (!fusions.absorbed.has(node.id)) lowerNode(node, recorder);
  }

  const finalValue = (id: NodeId): Buffer => leafCopies.get(id) ?? recorder.value(id);

  const outputBuffers = new Map<string, { buffer: Buffer; node: GraphNode }>();
  for (const [name, node] of outputNodes) {
    const buffer = finalValue(node.id);
    buffer.kept = true;
    outputBuffers.set(name, { buffer, node });
  }
  const writtenInPlace = new Set(
    [...fusions.fusions.values()].flatMap((fusion) =>
      fusion.kind === 'update' ? fusion.rows.flatMap(({ written }) => written) : [],
    ),
  );
  const updates = graph.updates
    .filter(({ value }) => !writtenInPlace.has(value))
    .map(({ slot, value }) => {
      const target = slots.get(slot) ?? createSlot(slot);
      return { slot: target, value: finalValue(value) };
    });

  /** A slot that is written and never read has no parameter node among the needed ones. */
  function createSlot(slot: string): Buffer {
    const node = graph.nodes.find((other) => other.op === 'parameter' && other.attributes.slot === slot);
    if (node === undefined) throw new Error(`internal: wasm executor: no parameter node for the updated slot ${slot}`);
    const buffer = createBuffer(slot, sizeOf(node.shape) * BYTES_PER_VALUE, 'slot', slotAddress(slot, node));
    slots.set(slot, buffer);
    return buffer;
  }

  const complete = placeUpdates(calls, updates);
  shareInPlace(complete);
  return { calls: complete, pinned, writable, outputs: outputBuffers };
}
