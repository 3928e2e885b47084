/** The kernels as a page gets them: fetched as an asset, compiled, run. The same bits as in Node, by a number stored here. */
import { expect, test } from 'vitest';
import { createWasmExecutor } from './executor';
import { createHeap } from './heap';
import { instantiateKernels } from './kernels';
import { loadKernelModule } from './loadModule';

test('the module loads in a browser and computes', async () => {
  const { kernels, memory, heapBase } = instantiateKernels(await loadKernelModule());
  const heap = createHeap(memory, heapBase);
  const address = heap.allocate(16);
  heap.float32().set([0, 1, -1, 0.5], address / 4);
  kernels.exponentials(address, address, 4);
  // The bit patterns of e^0, e^1, e^−1, e^½ in float32.
  expect([...new Uint32Array(memory.buffer, address, 4)]).toEqual([0x3f800000, 0x402df854, 0x3ebc5ab2, 0x3fd3094c]);
});

test('in a worker’s or page’s executor, memory is given back', async () => {
  const executor = createWasmExecutor(await loadKernelModule());
  const store = executor.createStore([{ name: 'p', shape: [1000] }]);
  expect(executor.liveBuffers()).toBe(1);
  expect(await store.read('p')).toEqual(new Float32Array(1000));
  executor.dispose();
  expect(executor.liveBuffers()).toBe(0);
});
