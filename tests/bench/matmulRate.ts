/**
 * What this machine does at most: multiply-adds per second of a plain matrix product with our kernel, one product at a time.
 *
 * Picture: the same tile of 4 × 8 that convolutions run through, on matrices that ask for nothing else: no borders, no transforms, no
 * passes over activations. The best of a few sizes is the rate against which a training step is measured; the same sizes on an
 * executor with several threads say what threads can gain at all.
 */
import type { Executor } from '../../src/engine/executors/executor';
import { createBuilder } from '../../src/graph/builder';
import { randomStream } from '../../src/tensor/random';
import { quantile } from './quantile';

export interface ProductSize {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** Two of LeNet-5's convolutions, the deepest of the small VGG, and a square one. */
export const productSizes: readonly ProductSize[] = [
  { rows: 25088, columns: 8, depth: 25 },
  { rows: 3200, columns: 16, depth: 150 },
  { rows: 2048, columns: 128, depth: 1152 },
  { rows: 512, columns: 512, depth: 512 },
];

export interface ProductRate {
  /** Of the size that runs fastest, by its median time. */
  readonly multiplyAddsPerSecond: number;
  readonly bySize: readonly (ProductSize & { readonly medianMs: number; readonly multiplyAddsPerSecond: number })[];
}

/** @param milliseconds how long each size is repeated, at least. */
export async function measureProductRate(
  executor: Executor,
  { milliseconds = 300, sizes = productSizes }: { milliseconds?: number; sizes?: readonly ProductSize[] } = {},
): Promise<ProductRate> {
  const bySize: ProductRate['bySize'][number][] = [];
  for (const size of sizes) {
    const medianMs = await timeProduct(executor, size, milliseconds);
    const multiplyAdds = size.rows * size.columns * size.depth;
    bySize.push({ ...size, medianMs, multiplyAddsPerSecond: (1000 * multiplyAdds) / medianMs });
  }
  return { bySize, multiplyAddsPerSecond: Math.max(...bySize.map((found) => found.multiplyAddsPerSecond)) };
}

async function timeProduct(
  executor: Executor,
  { rows, columns, depth }: ProductSize,
  milliseconds: number,
): Promise<number> {
  const builder = createBuilder();
  const factors = (
    [
      ['a', [rows, depth]],
      ['b', [depth, columns]],
    ] as const
  ).map(([name, shape]) => ({ name, size: shape[0] * shape[1], id: builder.input(name, shape, 'float32') }));
  const y = builder.apply(
    'matmul',
    'y',
    factors.map(({ id }) => id),
    { transposeA: false, transposeB: false },
  );
  const store = executor.createStore([]);
  const program = await executor.compile(builder.finish({ outputs: { y } }), store, { outputs: ['y'] });
  for (const { name, size } of factors) {
    const stream = randomStream(1, name);
    program.write(
      name,
      Float32Array.from({ length: size }, () => stream.bell()),
    );
  }
  const times: number[] = [];
  // The first runs are compiled while they run.
  for (let run = 0; run < 20; run++) program.run();
  for (const end = performance.now() + milliseconds; times.length < 10 || performance.now() < end;) {
    const start = performance.now();
    program.run();
    times.push(performance.now() - start);
  }
  program.dispose();
  store.dispose();
  return quantile(times, 0.5);
}
