/**
 * The executor that everything is measured against: the readable loops of `reference/`, float64 inside. Simple and slow.
 *
 * Picture: a store is a map from slot to grid; a run computes every needed node, and only when all are there do the updates
 * replace the slots, so that no node of a step sees another's update.
 *
 * Deliberately not here: memory planning, in-place updates, anything fast.
 */

import type { Graph, GraphNode, NodeId } from '../../graph/graph';
import { neededNodes } from '../../graph/needed';
import { evaluate } from '../../reference/evaluate';
import { Grid } from '../../reference/grid';
import {
  formatShape,
  sameShape,
  sizeOf,
  type DType,
  type Shape,
  type StoredType,
  type StoredValues,
  type Values,
} from '../../tensor/shape';
import type { CompileOptions, Executor, ParameterStore, Program, Slot, StoredData } from './executor';
import { requireData, requireFinite, storedDataOf, storedTypeOf } from './feedingChecks';

const bytesPerFloat64 = 8;

class ReferenceStore implements ParameterStore {
  readonly slots: readonly Slot[];
  readonly #values = new Map<string, Grid>();

  constructor(slots: readonly Slot[]) {
    this.slots = slots;
    for (const { name, shape } of slots) {
      if (this.#values.has(name))
        throw new Error(`slot ${name}: expected a name of its own, found it twice. Declare it once.`);
      this.#values.set(name, new Grid(shape));
    }
  }

  write(slot: string, values: Float32Array): void {
    const { shape } = this.get(slot);
    if (values.length !== sizeOf(shape)) {
      throw new Error(
        `slot ${slot}: expected ${sizeOf(shape)} values for the shape ${formatShape(shape)}, found ${values.length}. Write the whole slot.`,
      );
    }
    this.#values.set(slot, new Grid(shape, values));
  }

  read(slot: string): Promise<Float32Array> {
    return attempt(() => Float32Array.from(this.get(slot).values));
  }

  /** Buffers that this store owns. */
  get bufferCount(): number {
    return this.#values.size;
  }

  get(slot: string): Grid {
    const found = this.#values.get(slot);
    if (found !== undefined) return found;
    const known = this.#values.size === 0 ? 'nothing (it has been disposed of)' : [...this.#values.keys()].join(', ');
    throw new Error(`slot ${slot}: expected a slot of this store, found ${known}. Declare it when the store is made.`);
  }

  replace(slot: string, values: Grid): void {
    this.#values.set(slot, values);
  }

  dispose(): void {
    this.#values.clear();
  }
}

/** Bytes stay where they are: plain memory is where this executor computes. */
class ReferenceData implements StoredData {
  readonly shape: Shape;
  readonly dtype: StoredType;
  readonly memoryBytes = 0;
  readonly #grid: Grid;
  isDisposed = false;

  constructor(shape: Shape, values: StoredValues) {
    requireData(shape, values);
    this.shape = shape;
    this.dtype = storedTypeOf(values);
    this.#grid = new Grid(shape, values);
  }

  get grid(): Grid {
    if (this.isDisposed) throw new Error('internal: stored data are used after they were disposed of');
    return this.#grid;
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

class ReferenceProgram implements Program {
  readonly memoryBytes: number;
  readonly #graph: Graph;
  readonly #store: ReferenceStore;
  readonly #nodes: ReturnType<typeof neededNodes>;
  readonly #outputs: readonly string[];
  /** What is written from outside, by the name of the input or the slot of the scalar. */
  readonly #writable = new Map<string, GraphNode>();
  readonly #data = new Map<string, ReferenceData>();
  readonly #written = new Map<string, Grid>();
  #results = new Map<string, Grid>();
  #disposed = false;

  constructor(graph: Graph, store: ReferenceStore, options: CompileOptions) {
    this.#graph = graph;
    this.#store = store;
    this.#outputs = options.outputs;
    this.#nodes = neededNodes(graph, options.outputs);
    let bytes = 0;
    for (const node of this.#nodes) {
      if (node.op === 'parameter') checkSlot(store, node.attributes.slot, node.shape);
      else if (node.op === 'data') this.#data.set(node.name, asReferenceData(storedDataOf(node, options)));
      else bytes += sizeOf(node.shape) * bytesPerFloat64;
    }
    for (const { slot, value } of graph.updates) checkSlot(store, slot, graph.nodes[value]!.shape);
    this.memoryBytes = bytes;
    // Everything that the graph declares may be written, also what the wanted outputs do not need.
    for (const node of graph.nodes) {
      if (node.op === 'input') this.#writable.set(node.name, node);
      if (node.op === 'scalar') this.#writable.set(node.attributes.slot, node);
    }
  }

  write(name: string, values: Values): void {
    this.#checkAlive();
    const target = this.#writable.get(name);
    if (target === undefined) {
      const known = [...this.#writable.keys()].join(', ');
      throw new Error(
        `${name}: expected one of the inputs and scalars ${known}, found no such name. Write one of those.`,
      );
    }
    const found: DType = values instanceof Int32Array ? 'int32' : 'float32';
    if (values.length !== sizeOf(target.shape) || found !== target.dtype) {
      throw new Error(
        `${name}: expected ${sizeOf(target.shape)} ${target.dtype} values for the shape ${formatShape(target.shape)}, found ${values.length} ${found} values. Write the whole batch.`,
      );
    }
    requireFinite(target, values);
    this.#written.set(name, new Grid(target.shape, values));
  }

  run(): void {
    this.#checkAlive();
    const values = evaluate(this.#nodes, (leaf) => {
      if (leaf.op === 'parameter') return this.#store.get(leaf.attributes.slot);
      if (leaf.op === 'data') return this.#data.get(leaf.name)!.grid;
      const name = leaf.op === 'scalar' ? leaf.attributes.slot : leaf.name;
      const written = this.#written.get(name);
      if (written !== undefined) return written;
      throw new Error(`${name}: expected values before the first run, found none. Call write first.`);
    });
    const valueOf = (id: NodeId): Grid => values.get(id)!;
    this.#results = new Map(this.#outputs.map((name) => [name, valueOf(this.#graph.outputs[name]!)]));
    for (const { slot, value } of this.#graph.updates) this.#store.replace(slot, valueOf(value));
  }

  read(output: string): Promise<Values> {
    return attempt(() => {
      this.#checkAlive();
      const result = this.#results.get(output);
      if (result === undefined) {
        throw new Error(
          this.#outputs.includes(output)
            ? `output ${output}: expected a run before the first read, found none. Call run first.`
            : `output ${output}: expected one of ${this.#outputs.join(', ')}, found an output that was not asked for. Compile with it.`,
        );
      }
      const id = this.#graph.outputs[output]!;
      return this.#graph.nodes[id]!.dtype === 'int32'
        ? Int32Array.from(result.values)
        : Float32Array.from(result.values);
    });
  }

  /** Buffers that this program owns now: what was written to it, and its last results. */
  get bufferCount(): number {
    return this.#written.size + this.#results.size;
  }

  dispose(): void {
    this.#disposed = true;
    this.#written.clear();
    this.#results.clear();
  }

  #checkAlive(): void {
    if (this.#disposed) throw new Error('internal: a program is used after it was disposed of');
  }
}

export function createReferenceExecutor(): Executor {
  const stores = new Set<ReferenceStore>();
  const programs = new Set<ReferenceProgram>();
  const stored = new Set<ReferenceData>();
  return {
    name: 'reference',
    description: 'readable loops, float64',

    createStore(slots) {
      const store = new ReferenceStore(slots);
      stores.add(store);
      return store;
    },

    storeData(shape, values) {
      const made = new ReferenceData(shape, values);
      stored.add(made);
      return made;
    },

    compile(graph, store, options) {
      return attempt(() => {
        if (!(store instanceof ReferenceStore) || !stores.has(store)) {
          throw new Error('internal: the store belongs to another executor');
        }
        const program = new ReferenceProgram(graph, store, options);
        programs.add(program);
        return program;
      });
    },

    liveBuffers() {
      let count = 0;
      for (const owner of [...stores, ...programs]) count += owner.bufferCount;
      for (const bytes of stored) count += bytes.isDisposed ? 0 : 1;
      return count;
    },

    dispose() {
      for (const owner of [...stores, ...programs, ...stored]) owner.dispose();
      stored.clear();
      stores.clear();
      programs.clear();
    },
  };
}

function asReferenceData(stored: StoredData): ReferenceData {
  if (stored instanceof ReferenceData) return stored;
  throw new Error('internal: the stored data belong to another executor');
}

function checkSlot(store: ReferenceStore, slot: string, shape: Shape): void {
  const found = store.get(slot).shape;
  if (sameShape(found, shape)) return;
  throw new Error(
    `slot ${slot}: expected the shape ${formatShape(shape)} that the graph gives it, found ${formatShape(found)} in the store. Make the store from the graph’s own slots.`,
  );
}

/** What `compute` returns or throws, as a promise. */
function attempt<Result>(compute: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(compute()));
}
