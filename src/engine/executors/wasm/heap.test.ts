import { describe, expect, test } from 'vitest';
import { createHeap } from './heap';

const page = 65536;
const heapOf = (pages: number, maximum = 64) => {
  const memory = new WebAssembly.Memory({ initial: pages, maximum });
  return { memory, heap: createHeap(memory, 100) };
};

describe('heap', () => {
  test('blocks start on 64-byte lines, behind the module’s own bytes, and do not overlap', () => {
    const { heap } = heapOf(1);
    const addresses = [heap.allocate(1), heap.allocate(64), heap.allocate(65), heap.allocate(4)];
    expect(addresses).toEqual([128, 192, 256, 384]);
  });

  test('freed neighbours become one block again, in whatever order they are freed', () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [0, 2, 1],
      [1, 0, 2],
    ]) {
      const { heap, memory } = heapOf(1);
      const third = 64 * 300;
      const addresses = [heap.allocate(third), heap.allocate(third), heap.allocate(third)];
      for (const index of order) heap.free(addresses[index]!);
      expect(heap.allocate(3 * third)).toBe(128);
      expect(memory.buffer.byteLength).toBe(page);
    }
  });

  test('counts what is alive', () => {
    const { heap } = heapOf(1);
    const first = heap.allocate(10);
    heap.allocate(100);
    expect([heap.liveBlocks, heap.liveBytes]).toEqual([2, 64 + 128]);
    heap.free(first);
    expect([heap.liveBlocks, heap.liveBytes]).toEqual([1, 128]);
  });

  test('grows when it must, keeps what is there, and hands out fresh views', () => {
    const { heap, memory } = heapOf(1);
    const first = heap.allocate(16);
    heap.float32()[first / 4] = 7;
    const stale = heap.float32();
    const large = heap.allocate(5 * page);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(6 * page);
    expect(stale.length).toBe(0);
    expect(heap.float32()[first / 4]).toBe(7);
    heap.bytes()[large + 5 * page - 1] = 1;
    heap.int32()[large / 4] = -3;
    expect(heap.int32()[large / 4]).toBe(-3);
  });

  test('leaves room for kernels that read past an end', () => {
    const { heap, memory } = heapOf(1);
    const address = heap.allocate(page - 128 - 64);
    expect(memory.buffer.byteLength).toBe(page);
    heap.free(address);
    heap.allocate(page - 128 - 63);
    expect(memory.buffer.byteLength).toBe(2 * page);
  });

  test('a memory that cannot grow is a sentence with what to do', () => {
    const { heap } = heapOf(1, 2);
    expect(() => heap.allocate(10 * 2 ** 20)).toThrow(
      /room for 10\.0 MiB more beside the 0\.0 MiB in use.*its limit is 4096\.0 MiB.*Choose a smaller batch/,
    );
    expect(heap.liveBlocks).toBe(0);
  });

  test('several at once: all, or none and an error that tells the sum', () => {
    const { heap } = heapOf(1, 2);
    const first = heap.allocate(2 ** 10);
    expect(() => heap.allocateAll([2 ** 15, 2 ** 15, 2 ** 20])).toThrow(/room for 1\.1 MiB more beside the 0\.0 MiB/);
    expect(heap.liveBlocks).toBe(1);
    expect(new Set([first, ...heap.allocateAll([2 ** 15, 2 ** 15])]).size).toBe(3);
  });

  test('freeing twice is a fault', () => {
    const { heap } = heapOf(1);
    const address = heap.allocate(8);
    heap.free(address);
    expect(() => heap.free(address)).toThrow(`internal: heap: nothing is allocated at address ${address}`);
  });
});
