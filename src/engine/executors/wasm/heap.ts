/**
 * Who owns which bytes of the one linear memory.
 *
 * Picture: a strip of bytes, cut into blocks in address order; neighbouring free blocks are one block. The first free block
 * that is large enough is taken; when there is none, the strip grows at its end. Blocks start on 64-byte lines.
 *
 * WebAssembly memory never shrinks, so freed bytes stay with this heap and serve the next allocation. Growing detaches every
 * typed-array view of the memory: ask `float32()`, `int32()` and `bytes()` each time, never keep what they return.
 */

import { OutOfMemory } from '../outOfMemory';

const LINE_BYTES = 64;
const PAGE_BYTES = 65536;
/** Kernels may read (not write) this far past the end of a buffer. */
const GUARD_BYTES = 64;

export interface Heap {
  /** The address of `bytes` fresh bytes, not cleared. @throws OutOfMemory when the memory cannot grow any more. */
  allocate(bytes: number): number;
  /** One address for each; all or none. @throws OutOfMemory that tells the sum. */
  allocateAll(bytes: readonly number[]): readonly number[];
  free(address: number): void;
  float32(): Float32Array;
  int32(): Int32Array;
  bytes(): Uint8Array;
  /** Blocks given out and not freed. */
  readonly liveBlocks: number;
  /** Bytes in them. */
  readonly liveBytes: number;
}

export function roundUpToLine(bytes: number): number {
  return Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
}

/**
 * Manages `memory` from the address `base` on.
 *
 * @param limitBytes how far the memory may grow at most, for the words of an error.
 */
export function createHeap(memory: WebAssembly.Memory, base: number, limitBytes = 2 ** 32): Heap {
  const start = roundUpToLine(base);
  let end = Math.floor((memory.buffer.byteLength - GUARD_BYTES) / LINE_BYTES) * LINE_BYTES;
  /** Free blocks in address order; no two touch. */
  const free: { address: number; bytes: number }[] = end > start ? [{ address: start, bytes: end - start }] : [];
  const live = new Map<number, number>();
  let liveBytes = 0;
  let float32 = new Float32Array(memory.buffer);
  let int32 = new Int32Array(memory.buffer);
  let bytes = new Uint8Array(memory.buffer);

  function release(address: number, length: number): void {
    let at = free.findIndex((block) => block.address > address);
    if (at < 0) at = free.length;
    const before = free[at - 1];
    const after = free[at];
    const joinsBefore = before !== undefined && before.address + before.bytes === address;
    const joinsAfter = after !== undefined && address + length === after.address;
    if (joinsBefore) {
      before.bytes += length + (joinsAfter ? after.bytes : 0);
      if (joinsAfter) free.splice(at, 1);
    } else if (joinsAfter) {
      after.address = address;
      after.bytes += length;
    } else {
      free.splice(at, 0, { address, bytes: length });
    }
  }

  function grow(needed: number): void {
    const last = free.at(-1);
    const atEnd = last !== undefined && last.address + last.bytes === end ? last.bytes : 0;
    const pages = Math.ceil(
      (Math.max(end, start) + needed - atEnd + GUARD_BYTES - memory.buffer.byteLength) / PAGE_BYTES,
    );
    try {
      memory.grow(pages);
    } catch (error) {
      throw outOfMemory(needed, error);
    }
    const from = Math.max(end, start);
    end = Math.floor((memory.buffer.byteLength - GUARD_BYTES) / LINE_BYTES) * LINE_BYTES;
    release(from, end - from);
  }

  function outOfMemory(needed: number, cause: unknown): OutOfMemory {
    const [more, inUse, limit] = [needed, liveBytes, limitBytes].map((count) => (count / 2 ** 20).toFixed(1));
    return new OutOfMemory(
      `wasm executor: expected room for ${more} MiB more beside the ${inUse} MiB in use, and the memory could not grow; ` +
        `its limit is ${limit} MiB. Choose a smaller batch or network, or close other pages.`,
      needed,
      liveBytes,
      { cause },
    );
  }

  /** Growing replaces `memory.buffer`; a detached view has no bytes. */
  function renewViews(): void {
    if (bytes.byteLength === memory.buffer.byteLength) return;
    float32 = new Float32Array(memory.buffer);
    int32 = new Int32Array(memory.buffer);
    bytes = new Uint8Array(memory.buffer);
  }

  const heap: Heap = {
    allocateAll(requested) {
      const addresses: number[] = [];
      try {
        for (const each of requested) addresses.push(heap.allocate(each));
      } catch (error) {
        for (const address of addresses) heap.free(address);
        if (!(error instanceof OutOfMemory)) throw error;
        const sum = requested.reduce((total, each) => total + roundUpToLine(Math.max(each, 1)), 0);
        throw outOfMemory(sum, error);
      }
      return addresses;
    },
    allocate(requested) {
      const length = roundUpToLine(Math.max(requested, 1));
      if (!free.some((block) => block.bytes >= length)) grow(length);
      const at = free.findIndex((block) => block.bytes >= length);
      const block = free[at];
      if (block === undefined) throw new Error(`internal: heap: no block of ${length} bytes after growing for it`);
      const { address } = block;
      block.address += length;
      block.bytes -= length;
      if (block.bytes === 0) free.splice(at, 1);
      live.set(address, length);
      liveBytes += length;
      return address;
    },
    free(address) {
      const length = live.get(address);
      if (length === undefined) throw new Error(`internal: heap: nothing is allocated at address ${address}`);
      live.delete(address);
      liveBytes -= length;
      release(address, length);
    },
    float32: () => (renewViews(), float32),
    int32: () => (renewViews(), int32),
    bytes: () => (renewViews(), bytes),
    get liveBlocks() {
      return live.size;
    },
    get liveBytes() {
      return liveBytes;
    },
  };
  return heap;
}
