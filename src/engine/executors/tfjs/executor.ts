/**
 * The `tfjs-webgpu` and `tfjs-webgl` executors: the graph's nodes one by one, each by tfjs kernels, on a GPU.
 *
 * Picture: an interpreter. A program walks its nodes in order, keeps each tensor until its last reader is done, and swaps the
 * store's tensors for their next values at the end. Nothing waits for the GPU except `read`.
 *
 * It is here until there is a WebGPU executor of our own, for older browsers, and as a peer in conformance. tfjs has one current backend per
 * program, so only one of these executors can be alive in a worker at a time.
 */
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Graph, GraphNode, NodeOf } from '../../../graph/graph';
import { neededNodes } from '../../../graph/needed';
import { formatShape, sizeOf, type Values } from '../../../tensor/shape';
import type { CompileOptions, Executor, ParameterStore, Program, Slot } from '../executor';
import { requireFinite, storedDataOf } from '../feedingChecks';
import type { TfjsOp } from './apply';
import { asHostData, gather, keepOnHost, type HostData } from './feeding';
import { requireTfjsOps, tfjsOps, type ComputedOp } from './ops';

export type TfjsExecutorName = 'tfjs-webgpu' | 'tfjs-webgl';

const backendOf = { 'tfjs-webgpu': 'webgpu', 'tfjs-webgl': 'webgl' } as const;
let alive: TfjsExecutorName | null = null;

interface TfjsStore extends ParameterStore {
  readonly tensors: Map<string, tf.Tensor>;
}

/** @throws when the browser has no such GPU interface, or another tfjs executor of this worker has not been disposed. */
export async function createTfjsExecutor(name: TfjsExecutorName): Promise<Executor> {
  if (alive !== null) {
    throw new Error(`internal: tfjs executor ${name}: expected no other one alive, found ${alive}; dispose it first`);
  }
  // A software GPU is refused by default; whether to use one is decided where executors are chosen.
  tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  const backend = backendOf[name];
  if (!(backend in tf.engine().registryFactory) || !(await tf.setBackend(backend))) {
    throw new Error(`executor ${name}: this browser offers no usable ${backend}; choose another executor`);
  }
  await tf.ready();
  alive = name;
  const tensorsBefore = tf.memory().numTensors;

  return {
    name,
    description: `TensorFlow.js ${tf.version_core} on ${backend === 'webgpu' ? 'WebGPU' : 'WebGL'}`,
    createStore,
    storeData: keepOnHost,
    compile: (graph, store, options) => Promise.resolve(compile(graph, asTfjsStore(store), options)),
    liveBuffers: () => tf.memory().numTensors - tensorsBefore,
    dispose() {
      // Removing a backend frees its GPU, and forgets its factory too, which the next executor of this name needs.
      const factory = tf.findBackendFactory(backend);
      tf.removeBackend(backend);
      tf.registerBackend(backend, factory);
      alive = null;
    },
  };
}

function createStore(slots: readonly Slot[]): TfjsStore {
  const shapes = new Map(slots.map((slot) => [slot.name, slot.shape]));
  const tensors = new Map<string, tf.Tensor>(slots.map(({ name, shape }) => [name, tf.zeros([...shape])]));
  const tensorOf = (slot: string): tf.Tensor => {
    const tensor = tensors.get(slot);
    if (tensor === undefined) throw new Error(`internal: parameter store: no slot ${slot}`);
    return tensor;
  };
  return {
    slots,
    tensors,
    write(slot, values) {
      const old = tensorOf(slot);
      if (values.length !== old.size) {
        const expected = `${old.size} values for shape ${formatShape(shapes.get(slot) ?? [])}`;
        throw new Error(`internal: parameter store: slot ${slot}: expected ${expected}, found ${values.length}`);
      }
      tensors.set(slot, tf.tensor(values.slice(), old.shape, 'float32'));
      old.dispose();
    },
    read: async (slot) => Float32Array.from(await tensorOf(slot).data()),
    dispose() {
      for (const tensor of tensors.values()) tensor.dispose();
      tensors.clear();
    },
  };
}

function asTfjsStore(store: ParameterStore): TfjsStore {
  if (!('tensors' in store)) throw new Error('internal: tfjs executor: this store was made by another executor');
  return store as TfjsStore;
}

function compile(graph: Graph, store: TfjsStore, options: CompileOptions): Program {
  const { outputs } = options;
  const nodes = neededNodes(graph, outputs);
  requireTfjsOps(nodes);
  const lastUse = new Map<number, number>();
  for (const node of nodes) for (const input of node.inputs) lastUse.set(input, node.id);
  const kept = new Set<number>(outputs.map((output) => graph.outputs[output] ?? -1));
  for (const { value } of graph.updates) kept.add(value);

  const written = new Map<string, tf.Tensor>();
  const constants = new Map<number, tf.Tensor>();
  for (const node of nodes) {
    if (node.op === 'constant') constants.set(node.id, tf.tensor(node.attributes.values.slice(), [...node.shape]));
  }
  const data = new Map<number, HostData>();
  for (const node of nodes) if (node.op === 'data') data.set(node.id, asHostData(storedDataOf(node, options)));
  /** Indices as they were written, for gathering. */
  const writtenIndices = new Map<number, Int32Array>();
  const writable = new Map<string, GraphNode>();
  for (const node of nodes) {
    if (node.op === 'input') writable.set(node.name, node);
    else if (node.op === 'scalar') writable.set(node.attributes.slot, node);
  }
  let results = new Map<string, tf.Tensor>();

  function fetch(name: string): tf.Tensor {
    const tensor = written.get(name);
    if (tensor === undefined) throw new Error(`internal: program: ${name} was not written before the run`);
    return tensor;
  }

  function evaluate(node: GraphNode, values: ReadonlyMap<number, tf.Tensor>): tf.Tensor {
    switch (node.op) {
      case 'data':
        // Nobody but a gathering reads it, and that reads the bytes themselves.
        return tf.scalar(0);
      case 'gatherImages':
      case 'gatherLabels': {
        const [dataId, indicesId] = node.inputs as readonly number[] as readonly [number, number];
        const [bytes, indices] = [data.get(dataId), writtenIndices.get(indicesId)];
        if (bytes === undefined || indices === undefined) {
          throw new Error(`internal: program: ${node.name} gathers from something that was not handed over`);
        }
        return gather(node, bytes, indices);
      }
      case 'input':
        return fetch(node.name).clone();
      case 'scalar':
        return fetch(node.attributes.slot).clone();
      case 'parameter': {
        const tensor = store.tensors.get(node.attributes.slot);
        if (tensor === undefined) throw new Error(`internal: program: the store has no slot ${node.attributes.slot}`);
        return tensor.clone();
      }
      case 'constant': {
        const tensor = constants.get(node.id);
        if (tensor === undefined) throw new Error(`internal: program: constant ${node.name} is gone`);
        return tensor.clone();
      }
      default: {
        const inputs = node.inputs.map((input) => values.get(input)) as tf.Tensor[];
        // The table is total over the union; TypeScript cannot pair a member with its own entry.
        const op = tfjsOps[node.op] as TfjsOp<ComputedOp>;
        return tf.tidy(() => op(node as NodeOf<ComputedOp>, inputs));
      }
    }
  }

  return {
    memoryBytes: peakBytes(nodes, lastUse, kept),
    write(name, values: Values) {
      const node = writable.get(name);
      if (node === undefined) {
        // The program was compiled for outputs that do not need it.
        return;
      }
      if (values.length !== sizeOf(node.shape)) {
        const expected = `${sizeOf(node.shape)} values for shape ${formatShape(node.shape)}`;
        throw new Error(`internal: program: ${name}: expected ${expected}, found ${values.length}`);
      }
      requireFinite(node, values);
      written.get(name)?.dispose();
      const dtype = values instanceof Int32Array ? 'int32' : 'float32';
      if (dtype === 'int32') writtenIndices.set(node.id, Int32Array.from(values));
      written.set(name, tf.tensor(values.slice(), [...node.shape], dtype));
    },
    run() {
      const values = new Map<number, tf.Tensor>();
      for (const node of nodes) {
        values.set(node.id, evaluate(node, values));
        for (const input of new Set(node.inputs)) {
          if (lastUse.get(input) === node.id && !kept.has(input)) {
            values.get(input)?.dispose();
            values.delete(input);
          }
        }
      }
      for (const tensor of results.values()) tensor.dispose();
      results = new Map(outputs.map((output) => [output, clone(values, graph.outputs[output])]));
      for (const { slot, value } of graph.updates) {
        store.tensors.get(slot)?.dispose();
        store.tensors.set(slot, clone(values, value));
      }
      for (const tensor of values.values()) tensor.dispose();
    },
    async read(output) {
      const tensor = results.get(output);
      if (tensor === undefined) throw new Error(`internal: program: output ${output} was not computed`);
      const values = await tensor.data();
      return tensor.dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    },
    dispose() {
      for (const tensors of [written, constants, results]) {
        for (const tensor of tensors.values()) tensor.dispose();
        tensors.clear();
      }
    },
  };
}

function clone(values: ReadonlyMap<number, tf.Tensor>, id: number | undefined): tf.Tensor {
  const tensor = id === undefined ? undefined : values.get(id);
  if (tensor === undefined) throw new Error(`internal: program: node ${String(id)} was not computed`);
  return tensor.clone();
}

/** The most bytes of node values alive at one time during a run. */
function peakBytes(
  nodes: readonly GraphNode[],
  lastUse: ReadonlyMap<number, number>,
  kept: ReadonlySet<number>,
): number {
  const bytesOf = new Map(nodes.map((node) => [node.id as number, node.op === 'data' ? 0 : 4 * sizeOf(node.shape)]));
  let alive = 0;
  let peak = 0;
  for (const node of nodes) {
    alive += bytesOf.get(node.id) ?? 0;
    peak = Math.max(peak, alive);
    for (const input of new Set(node.inputs)) {
      if (lastUse.get(input) === node.id && !kept.has(input)) alive -= bytesOf.get(input) ?? 0;
    }
  }
  return peak;
}
