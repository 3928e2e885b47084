import { expect, test } from 'vitest';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { measureProductRate } from './matmulRate';

test('a rate is the multiply-adds of a size over its time, and the best of the sizes', async () => {
  const executor = createWasmExecutor(await loadKernelModule());
  const sizes = [
    { rows: 64, columns: 16, depth: 32 },
    { rows: 1, columns: 1, depth: 1 },
  ];
  const { bySize, multiplyAddsPerSecond } = await measureProductRate(executor, { milliseconds: 1, sizes });
  expect(bySize.map(({ rows }) => rows)).toEqual([64, 1]);
  for (const { rows, columns, depth, medianMs, multiplyAddsPerSecond: rate } of bySize) {
    expect((rate * medianMs) / 1000).toBeCloseTo(rows * columns * depth);
  }
  expect(multiplyAddsPerSecond).toBe(bySize[0]?.multiplyAddsPerSecond);
  expect(executor.liveBuffers()).toBe(0);
  executor.dispose();
});
