import { describe, expect, test } from 'vitest';
import { createBuilder } from '../graph/builder';
import { gradient } from '../graph/gradient';
import { batchMean } from './batchMean';
import { batchMeanGradient } from './batchMeanGradient';
import { batchVariance } from './batchVariance';
import { batchVarianceGradient } from './batchVarianceGradient';
import { evaluate } from './evaluate';
import { matrix, rowsOf, valuesOf, vector } from './literals';
import { normalize } from './normalize';
import { normalizeGradient } from './normalizeGradient';
import { normalizeStatisticsGradient } from './normalizeStatisticsGradient';

/** Channels in columns: means 4 and 10, variances 9 and 16. */
const x = matrix(
  [1, 6], //
  [7, 14],
  [1, 6],
  [7, 14],
);
const dy = matrix(
  [1, 10], //
  [2, 20],
  [3, 30],
  [4, 40],
);

test('batchMean x=[4,2]: one mean per column', () => expect(valuesOf(batchMean({}, x))).toEqual([4, 10]));
test('batchVariance x=[4,2]: divided by 4, not by 3', () => expect(valuesOf(batchVariance({}, x))).toEqual([9, 16]));
test('batchMeanGradient shape=[4,2]: a quarter each', () =>
  expect(rowsOf(batchMeanGradient({ shape: [4, 2] }, vector(4, 8)))).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
    [1, 2],
  ]));
test('batchVarianceGradient x=[4,2]: half the distance from the mean, times dv', () =>
  expect(rowsOf(batchVarianceGradient({}, x, vector(2, 1)))).toEqual([
    [-3, -2],
    [3, 2],
    [-3, -2],
    [3, 2],
  ]));

describe('normalize x=[4,2]', () => {
  const [mean, variance, scale, shift] = [vector(4, 10), vector(8, 15), vector(1, 2), vector(0, 5)];
  test('epsilon is added to the variance: deviations of 3 and 4', () =>
    expect(rowsOf(normalize({ epsilon: 1 }, x, mean, variance, scale, shift))).toEqual([
      [-1, 3],
      [1, 7],
      [-1, 3],
      [1, 7],
    ]));
  test('normalizeGradient: dy · 1/3 and dy · 2/4', () =>
    expect(rowsOf(normalizeGradient({ epsilon: 1 }, vector(8, 15), vector(3, 2), dy))).toEqual([
      [1, 5],
      [2, 10],
      [3, 15],
      [4, 20],
    ]));
  test.each([
    ['shift', [10, 100]],
    ['scale', [2, 20]],
    ['mean', [-10 / 3, -50]],
    ['variance', [-1 / 9, -20 / 16]],
  ] as const)('normalizeStatisticsGradient of %s', (of, expected) =>
    valuesOf(normalizeStatisticsGradient({ epsilon: 1, of }, x, mean, variance, scale, dy)).forEach((value, c) =>
      expect(value).toBeCloseTo(expected[c]!, 12),
    ),
  );
});

test('the training form: the gradient to x moves neither the mean nor the variance of a channel', () => {
  const builder = createBuilder();
  const input = builder.input('x', [4, 2], 'float32');
  const [mean, variance] = [
    builder.apply('batchMean', 'mean', [input], {}),
    builder.apply('batchVariance', 'variance', [input], {}),
  ];
  const [scale, shift] = [builder.parameter('scale', [2]), builder.parameter('shift', [2])];
  const inputs = [input, mean, variance, scale, shift];
  const y = builder.apply('normalize', 'y', inputs, { epsilon: 0 });
  const weighted = builder.apply(
    'multiply',
    'weighted',
    [y, builder.constant('weights', [4, 2], Float32Array.of(1, 5, -2, 0, 3, 1, 7, -4))],
    {},
  );
  const loss = builder.apply('mean', 'loss', [weighted], {});
  const dx = gradient(builder, loss, [input]).get(input)!;
  const leaves = { x, scale: vector(3, -1), shift: vector(0, 2) } as const;
  const found = evaluate(builder.nodes, (leaf) => leaves[leaf.name as keyof typeof leaves]).get(dx)!;
  expect(Math.max(...found.values.map(Math.abs))).toBeGreaterThan(0.1);
  for (const c of [0, 1]) {
    const column = rowsOf(found).map((row) => row[c]!);
    expect(column.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
    expect(column.reduce((sum, value, row) => sum + value * x.get(row, c), 0)).toBeCloseTo(0, 12);
  }
});
