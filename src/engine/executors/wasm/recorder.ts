/** What the lowering of an op sees of the program that is being made: buffers to read, buffers to make, calls to record. */
import type { GraphNode, NodeId } from '../../../graph/graph';
import type { Fusions } from './fusion';
import type { KernelName } from './kernels';
import type { Buffer, Division, Parameter } from './memoryPlan';

export const BYTES_PER_VALUE = 4;

export interface Recorder {
  readonly fusions: Fusions;
  /** How many threads will run the program: how often scratch is needed that no two may share. */
  readonly threads: number;
  node(id: NodeId): GraphNode;
  /** The buffer that holds a node's value. */
  value(id: NodeId): Buffer;
  /** A new buffer for the value of a node. */
  result(id: NodeId): Buffer;
  /** Says that a node's value lies in a buffer that is already there. */
  alias(id: NodeId, buffer: Buffer): void;
  scratch(label: string, bytes: number): Buffer;
  /** A buffer that some lowering made under this key, or a new one: winners of a pool, a padded copy. */
  shared(key: string, bytes: number, fill?: (buffer: Buffer) => void): Buffer;
  /** A table of unsigned 32-bit numbers, made once per program and key. */
  table(key: string, make: () => Uint32Array): Buffer;
  /** The same with addresses in it: a buffer stands for where it will lie. The calls that follow them must name them as read or written. */
  addressTable(key: string, entries: readonly (number | Buffer)[]): Buffer;
  /** `division`: how threads may share the call; without it one thread makes it while the others wait. */
  call(
    kernel: KernelName,
    parameters: readonly Parameter[],
    access: { reads: readonly Buffer[]; writes: readonly Buffer[]; overwritable?: readonly Buffer[] },
    division?: Division,
  ): void;
}
