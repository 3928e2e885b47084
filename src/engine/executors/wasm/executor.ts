/**
 * The `wasm` executor: one linear memory, SIMD kernels of our own, one thread or several.
 *
 * Picture: compiling lowers the graph to a flat list of kernel calls (lower.ts), lays all its values out in one block of memory
 * (memoryPlan.ts), fills in addresses and shares the calls out among the threads (divide.ts). Running walks the lists (team.ts);
 * nothing is allocated, looked up or checked any more.
 * Stores and programs of all runs lie side by side in the memory (heap.ts).
 */
import type { Graph, GraphNode } from '../../../graph/graph';
import { formatShape, sameShape, sizeOf, type DType, type Values } from '../../../tensor/shape';
import type { CompileOptions, Executor, ParameterStore, Program, Slot, StoredData } from '../executor';
import { requireData, requireFinite, storedDataOf, storedTypeOf } from '../feedingChecks';
import { stepsOf, type Step } from './divide';
import { createHeap, roundUpToLine } from './heap';
import { instantiateKernels } from './kernels';
import { lower } from './lower';
import { assignOffsets, rootOf, type Buffer } from './memoryPlan';
import { BYTES_PER_VALUE } from './recorder';
import { teamOfOne, type Team, type Work } from './team';

export interface WasmExecutor extends Executor {
  compile(graph: Graph, store: ParameterStore, options: CompileOptions): Promise<WasmProgram>;
  /** Size of the linear memory; it never shrinks, freed bytes are used again. */
  linearMemoryBytes(): number;
  /** Bytes that stores and programs hold. */
  liveBytes(): number;
  /** How many threads a program runs on. */
  readonly threads: number;
}

export interface WasmProgram extends Program {
  /** What a run calls, in order and undivided: kernel name and, per kernel call, a label of what it writes. */
  readonly calls: readonly { readonly kernel: string; readonly writes: readonly string[] }[];
  /** One timed run on one thread: milliseconds per call, in the order of `calls`. For benchmarks; `now` gives milliseconds. */
  profile(now: () => number): Float64Array;
}

interface StoredSlot {
  readonly slot: Slot;
  readonly address: number;
}

/**
 * @param source the compiled kernels, from `loadModule.ts` in a browser or `loadModuleInNode.ts` in Node, for one thread; or a team
 * of threads, which the executor then owns.
 */
export function createWasmExecutor(source: WebAssembly.Module | Team): WasmExecutor {
  const team = source instanceof WebAssembly.Module ? teamOfOne(instantiateKernels(source)) : source;
  const { kernels, memory, heapBase, limitBytes } = team.instance;
  const heap = createHeap(memory, heapBase, limitBytes);
  const stores = new WeakMap<
    ParameterStore,
    { readonly slots: ReadonlyMap<string, StoredSlot>; readonly isDisposed: () => boolean }
  >();
  const dataStored = new WeakMap<StoredData, { readonly address: number; readonly isDisposed: () => boolean }>();
  const disposables = new Set<{ dispose(): void }>();
  let disposed = false;

  function requireAlive(): void {
    if (disposed) throw new Error('internal: wasm executor: used after it was disposed');
  }

  function prepareOrFree(lists: readonly (readonly Step[])[], base: number): Work {
    try {
      return team.prepare(lists);
    } catch (error) {
      heap.free(base);
      throw error;
    }
  }

  function createStore(slots: readonly Slot[]): ParameterStore {
    requireAlive();
    const stored = new Map<string, StoredSlot>();
    const twice = slots.find(({ name }, index) => slots.findIndex((other) => other.name === name) !== index);
    if (twice !== undefined) throw new Error(`internal: wasm store: two slots are named ${twice.name}`);
    const lengths = slots.map(({ shape }) => sizeOf(shape) * BYTES_PER_VALUE);
    heap.allocateAll(lengths).forEach((address, index) => {
      heap.bytes().fill(0, address, address + roundUpToLine(lengths[index]!));
      stored.set(slots[index]!.name, { slot: slots[index]!, address });
    });
    let storeDisposed = false;

    function find(name: string): { address: number; size: number } {
      const found = stored.get(name);
      if (storeDisposed) throw new Error(`internal: wasm store: slot ${name} is used after the store was disposed`);
      if (found === undefined) {
        throw new Error(
          `internal: wasm store: expected one of the slots ${[...stored.keys()].join(', ')}, found ${name}`,
        );
      }
      return { address: found.address / BYTES_PER_VALUE, size: sizeOf(found.slot.shape) };
    }

    const store: ParameterStore = {
      slots,
      write(name, values) {
        const { address, size } = find(name);
        if (values.length !== size) {
          throw new Error(`internal: wasm store: slot ${name} holds ${size} values, found ${values.length}`);
        }
        heap.float32().set(values, address);
      },
      // eslint-disable-next-line @typescript-eslint/require-await -- a fault becomes a rejection, as on other executors
      async read(name) {
        const { address, size } = find(name);
        return heap.float32().slice(address, address + size);
      },
      dispose() {
        if (storeDisposed) return;
        storeDisposed = true;
        disposables.delete(store);
        for (const { address } of stored.values()) heap.free(address);
      },
    };
    stores.set(store, { slots: stored, isDisposed: () => storeDisposed });
    disposables.add(store);
    return store;
  }

  const storeData: Executor['storeData'] = (shape, values) => {
    requireAlive();
    requireData(shape, values);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const address = heap.allocate(bytes.length);
    heap.bytes().set(bytes, address);
    let dataDisposed = false;
    const stored: StoredData = {
      shape,
      dtype: storedTypeOf(values),
      memoryBytes: roundUpToLine(bytes.length),
      dispose() {
        if (dataDisposed) return;
        dataDisposed = true;
        disposables.delete(stored);
        heap.free(address);
      },
    };
    dataStored.set(stored, { address, isDisposed: () => dataDisposed });
    disposables.add(stored);
    return stored;
  };

  function compile(graph: Graph, store: ParameterStore, options: CompileOptions): WasmProgram {
    requireAlive();
    const known = stores.get(store);
    if (known === undefined || known.isDisposed()) {
      throw new Error('internal: wasm executor: expected a living store of this executor, found another');
    }
    const data: { readonly isDisposed: () => boolean }[] = [];
    const slotAddress = (slot: string, node: GraphNode): number => {
      const found = known.slots.get(slot);
      if (found === undefined) {
        throw new Error(
          `internal: wasm executor: the graph needs the slot ${slot}, the store has ${[...known.slots.keys()].join(', ') || 'none'}`,
        );
      }
      if (!sameShape(found.slot.shape, node.shape)) {
        const [expected, stored] = [formatShape(node.shape), formatShape(found.slot.shape)];
        throw new Error(
          `internal: wasm executor: the graph needs ${slot} of shape ${expected}, the store has ${stored}`,
        );
      }
      return found.address;
    };
    const dataAddress = (node: GraphNode): number => {
      const found = dataStored.get(storedDataOf(node, options));
      if (found === undefined || found.isDisposed()) {
        throw new Error(
          `internal: wasm executor: expected living data of this executor for ${node.name}, found others`,
        );
      }
      data.push(found);
      return found.address;
    };
    const lowered = lower(graph, options.outputs, slotAddress, team.threads, dataAddress);

    // One block: what stays between runs first, then what the plan shares out.
    let pinnedBytes = 0;
    for (const { buffer } of lowered.pinned) {
      buffer.address = pinnedBytes;
      pinnedBytes += roundUpToLine(buffer.bytes);
    }
    const plannedBytes = assignOffsets(lowered.calls, pinnedBytes);
    const memoryBytes = pinnedBytes + plannedBytes;
    const base = heap.allocate(memoryBytes);
    const addressOf = (buffer: Buffer): number => {
      const root = rootOf(buffer);
      return root.place === 'slot' ? root.address : base + root.address;
    };
    heap.bytes().fill(0, base, base + roundUpToLine(memoryBytes));
    for (const { buffer, contents } of lowered.pinned) {
      if (contents === null) continue;
      const view: ArrayBufferView = ArrayBuffer.isView(contents)
        ? contents
        : Uint32Array.from(contents, (word) => (typeof word === 'number' ? word : addressOf(word)));
      heap.bytes().set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), addressOf(buffer));
    }

    const work = prepareOrFree(stepsOf(lowered.calls, team.threads, addressOf, team.smallestShared), base);
    let programDisposed = false;

    function requireUsable(): void {
      if (programDisposed) throw new Error('internal: wasm program: used after it was disposed');
      if (known?.isDisposed() === true) throw new Error('internal: wasm program: used after its store was disposed');
      if (data.some((stored) => stored.isDisposed())) {
        throw new Error('internal: wasm program: used after its data was disposed');
      }
    }

    function view(buffer: Buffer, node: GraphNode): Values {
      const from = addressOf(buffer) / BYTES_PER_VALUE;
      const all = node.dtype === 'int32' ? heap.int32() : heap.float32();
      return all.subarray(from, from + sizeOf(node.shape));
    }

    const program: WasmProgram = {
      calls: lowered.calls.map((call) => ({ kernel: call.kernel, writes: call.writes.map((buffer) => buffer.label) })),
      memoryBytes,
      write(name, values) {
        requireUsable();
        const target = lowered.writable.get(name);
        if (target === undefined) {
          const names = [...lowered.writable.keys()].join(', ') || 'none';
          throw new Error(`internal: wasm program: expected one of the inputs and scalars ${names}, found ${name}`);
        }
        const { dtype, shape } = target.node;
        const found: DType = values instanceof Int32Array ? 'int32' : 'float32';
        if (found !== dtype || values.length !== sizeOf(shape)) {
          throw new Error(
            `internal: wasm program: ${name} takes ${sizeOf(shape)} values of ${dtype}, shape ${formatShape(shape)}; ` +
              `found ${values.length} of ${found}`,
          );
        }
        requireFinite(target.node, values);
        view(target.buffer, target.node).set(values);
      },
      run() {
        requireUsable();
        work.run();
      },
      // eslint-disable-next-line @typescript-eslint/require-await -- a fault becomes a rejection, as on other executors
      async read(output) {
        requireUsable();
        const found = lowered.outputs.get(output);
        if (found === undefined) {
          const names = [...lowered.outputs.keys()].join(', ') || 'none';
          throw new Error(
            `internal: wasm program: expected one of the outputs it was compiled for, ${names}; found ${output}`,
          );
        }
        return view(found.buffer, found.node).slice();
      },
      profile(now) {
        requireUsable();
        const [undivided = []] = stepsOf(lowered.calls, 1, addressOf, 0);
        return Float64Array.from(undivided, (step) => {
          const start = now();
          if (step !== null) kernels[step.kernel](...step.parameters);
          return now() - start;
        });
      },
      dispose() {
        if (programDisposed) return;
        programDisposed = true;
        disposables.delete(program);
        work.dispose();
        heap.free(base);
      },
    };
    disposables.add(program);
    return program;
  }

  return {
    name: 'wasm',
    get description() {
      return `WebAssembly SIMD, ${team.description}`;
    },
    threads: team.threads,
    createStore,
    storeData,
    // eslint-disable-next-line @typescript-eslint/require-await -- a fault becomes a rejection, as on other executors
    compile: async (graph, store, options) => compile(graph, store, options),
    liveBuffers: () => heap.liveBlocks,
    liveBytes: () => heap.liveBytes,
    linearMemoryBytes: () => memory.buffer.byteLength,
    dispose() {
      if (disposed) return;
      for (const owner of [...disposables]) owner.dispose();
      disposed = true;
      team.dispose();
    },
  };
}
