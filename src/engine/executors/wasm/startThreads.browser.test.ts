/** Threads as a page has them: workers of a worker, over shared memory. */
import { expect, test } from 'vitest';
import type { ThreadsSeen } from '../../../../tests/fixtures/threadsWorker';
import { createWasmExecutorHere } from './startThreads';

test('in an isolated page’s worker, two threads train to the same bits as one', async () => {
  expect(crossOriginIsolated).toBe(true);
  const url = new URL('../../../../tests/fixtures/threadsWorker.ts', import.meta.url);
  const worker = new Worker(url, { type: 'module' });
  const seen = await new Promise<ThreadsSeen | string>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ThreadsSeen | string>) => {
      resolve(data);
    });
    worker.addEventListener('error', reject);
  });
  worker.terminate();
  if (typeof seen === 'string') throw new Error(seen);
  const { descriptions, losses, liveBuffers, notices } = seen;
  expect(descriptions[0]).toMatch(/^WebAssembly SIMD, (1 thread|[2-8] threads)/);
  expect(descriptions[1]).toBe('WebAssembly SIMD, 2 threads');
  expect(losses[1]).toEqual(losses[0]);
  expect(losses[0]).toHaveLength(3);
  expect(liveBuffers).toBe(0);
  expect(notices).toEqual([]);
});

test('in the page itself one thread, and it says why', async () => {
  const executor = await createWasmExecutorHere();
  expect(executor.description).toBe('WebAssembly SIMD, 1 thread: the engine runs in the page itself');
  executor.dispose();
});
