import { describe, expect, test } from 'vitest';
import { initialParameters } from './initialize';
import { smallNetwork } from './testNetworks';
import { networkNamed } from './zoo';

const original = networkNamed('lenet5-1998');

function largest(values: Iterable<number>): number {
  return Math.max(...Array.from(values, Math.abs));
}

describe('initialParameters', () => {
  test('the same seed gives the same bits, another seed other ones', () => {
    const spec = networkNamed('lenet5');
    expect(initialParameters(spec, 1)).toEqual(initialParameters(spec, 1));
    expect(initialParameters(spec, 2).get('conv1.weight')).not.toEqual(initialParameters(spec, 1).get('conv1.weight'));
  });

  test('a slot depends on its own name only: another layer changes nothing', () => {
    const conv = { kind: 'convolution', name: 'conv', filters: 2, kernel: [3, 3] } as const;
    const tail = [
      { kind: 'flatten', name: 'flat' },
      { kind: 'dense', name: 'last', units: 10 },
    ] as const;
    const plain = initialParameters(smallNetwork([conv, ...tail]), 3);
    const longer = initialParameters(smallNetwork([conv, { ...conv, name: 'more' }, ...tail]), 3);
    expect(longer.get('conv.weight')).toEqual(plain.get('conv.weight'));
    expect(longer.get('more.weight')).not.toEqual(plain.get('conv.weight'));
  });

  test('biases start at zero', () => {
    expect(largest(initialParameters(original, 1).get('F6.bias')!)).toBe(0);
  });

  test.each([
    ['he', Math.sqrt(6 / 400)],
    ['glorot', Math.sqrt(6 / (400 + 120))],
    ['lecun1998', 2.4 / 400],
  ] as const)('%s fills ±limit evenly', (initializer, limit) => {
    const spec = {
      ...smallNetwork([
        { kind: 'flatten', name: 'flat' },
        { kind: 'dense', name: 'last', units: 120, initializer },
      ]),
      inputs: [{ name: 'image', shape: [20, 20, 1] }],
    } as const;
    const weights = initialParameters(spec, 1).get('last.weight')!;
    expect(largest(weights)).toBeLessThanOrEqual(Math.fround(limit));
    expect(largest(weights)).toBeGreaterThan(0.99 * limit);
    const variance = weights.reduce((sum, weight) => sum + weight ** 2, 0) / weights.length;
    expect(variance / (limit ** 2 / 3)).toBeCloseTo(1, 1);
  });

  test('C3: closed connections are zero, and each filter’s limit follows its own fan-in', () => {
    const weights = initialParameters(original, 1).get('C3.weight')!;
    const ofFilter = (filter: number): Float32Array => weights.filter((_, element) => element % 16 === filter);
    const openIn = (filter: number): number => ofFilter(filter).filter((weight) => weight !== 0).length;
    expect([0, 6, 12, 15].map(openIn)).toEqual([75, 100, 100, 150]);
    expect(weights.filter((weight) => weight !== 0)).toHaveLength(1500);
    for (const [filter, fanIn] of [
      [0, 75],
      [6, 100],
      [15, 150],
    ] as const) {
      expect(largest(ofFilter(filter))).toBeLessThanOrEqual(2.4 / fanIn);
      expect(largest(ofFilter(filter))).toBeGreaterThan((0.9 * 2.4) / fanIn);
    }
  });

  test('S2: the coefficient of a mean is four times that of a sum', () => {
    const coefficients = Array.from({ length: 50 }, (_, seed) => [
      ...initialParameters(original, seed).get('S2.coefficient')!,
    ]).flat();
    expect(largest(coefficients)).toBeLessThanOrEqual(2.4);
    expect(largest(coefficients)).toBeGreaterThan(2.3);
  });
});
