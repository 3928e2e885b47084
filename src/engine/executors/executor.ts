/**
 * The small interface behind which every executor stands. A program runs wholly on one executor.
 *
 * Life of a number: `store.write` weights → `program.write` a batch and the step's scalars → `program.run` (enqueues only) →
 * `program.read` an output, which waits for it. Each of store, stored data, program and executor owns its buffers until `dispose`.
 */

import type { Graph } from '../../graph/graph';
import type { Shape, StoredType, StoredValues, Values } from '../../tensor/shape';

/** Links, ledger and model cards store these names. */
export const executorNames = ['wasm', 'tfjs-webgpu', 'tfjs-webgl', 'reference'] as const;
export type ExecutorName = (typeof executorNames)[number];

export function isExecutorName(value: unknown): value is ExecutorName {
  return executorNames.some((name) => name === value);
}

/** One named array of a parameter store: a weight or an optimizer's moment. */
export interface Slot {
  readonly name: string;
  readonly shape: Shape;
}

/** Parameters, owned by a run and shared by its programs (train, evaluate, inspect). Zero until written. */
export interface ParameterStore {
  readonly slots: readonly Slot[];
  write(slot: string, values: Float32Array): void;
  /** A copy. */
  read(slot: string): Promise<Float32Array>;
  dispose(): void;
}

/** Bytes or numbers that lie where the executor is and never change: the images or labels of a data set. Any program may read them. */
export interface StoredData {
  readonly shape: Shape;
  readonly dtype: StoredType;
  readonly memoryBytes: number;
  /** No program that reads them may run afterwards. */
  dispose(): void;
}

export interface CompileOptions {
  /** Names in `graph.outputs` that must be readable after a run; everything else may be fused away. */
  readonly outputs: readonly string[];
  /** What the graph's `data` nodes stand for, by their names. */
  readonly data?: Readonly<Record<string, StoredData>>;
}

export interface Program {
  /** Values of an `input` node (by its name) or of a `scalar` node (by its slot); kept until written again. */
  write(name: string, values: Values): void;
  /** Enqueues one execution, updates included. Does not wait. */
  run(): void;
  /** A copy of an output of the last run; waits for it. */
  read(output: string): Promise<Values>;
  /** Bytes of activations, gradients and scratch that this program owns. */
  readonly memoryBytes: number;
  dispose(): void;
}

export interface Executor {
  readonly name: ExecutorName;
  /** What runs the numbers, in words: `WebAssembly SIMD, 1 thread`, or the GPU adapter's name. */
  readonly description: string;
  createStore(slots: readonly Slot[]): ParameterStore;
  /** Copies the values to where the executor computes, unless it computes where they are. */
  storeData(shape: Shape, values: StoredValues): StoredData;
  compile(graph: Graph, store: ParameterStore, options: CompileOptions): Promise<Program>;
  /** Buffers alive now, for leak tests and the compute badge. */
  liveBuffers(): number;
  dispose(): void;
}
