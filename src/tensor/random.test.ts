import { describe, expect, test } from 'vitest';
import { hashName, randomStream, threefry2x32 } from './random';

const hex = (words: Uint32Array): string[] => [...words].map((word) => word.toString(16).padStart(8, '0'));

describe('threefry2x32 gives the known answers of Random123', () => {
  test.each([
    [
      [0, 0],
      [0, 0],
      ['6b200159', '99ba4efe'],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      ['1cb996fc', 'bb002be7'],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      ['c4923a9c', '483df7a0'],
    ],
  ] as const)('key=%o counter=%o', (key, counter, expected) => {
    const out = new Uint32Array(2);
    threefry2x32(key[0], key[1], counter[0], counter[1], out);
    expect(hex(out)).toEqual(expected);
  });
});

describe('randomStream', () => {
  test('is a function of seed, name and step', () => {
    const draw = (seed: number, name: string, step: number): number[] => {
      const stream = randomStream(seed, name, step);
      return [stream.uniform(), stream.uniform(), stream.uniform()];
    };
    expect(draw(1, 'order', 0)).toEqual(draw(1, 'order', 0));
    expect(draw(1, 'order', 0)).not.toEqual(draw(2, 'order', 0));
    expect(draw(1, 'order', 0)).not.toEqual(draw(1, 'initialization', 0));
    expect(draw(1, 'order', 0)).not.toEqual(draw(1, 'order', 1));
    expect(draw(1, 'order', 7)[0]).toBe(randomStream(1, 'order').at(7).uniform());
  });

  test('permutation holds every index once', () => {
    const order = randomStream(3, 'order').permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...order.subarray(0, 5)]).not.toEqual([0, 1, 2, 3, 4]);
  });

  test('bell has mean 0, variance 1 and bounded tails', () => {
    const stream = randomStream(5, 'noise');
    const draws = Array.from({ length: 20_000 }, () => stream.bell());
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    // Five standard errors: 5/sqrt(20000) and 5·sqrt(2/20000).
    expect(Math.abs(mean)).toBeLessThan(0.036);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(Math.max(...draws.map(Math.abs))).toBeLessThan(2 * Math.sqrt(3));
  });

  test('names hash as FNV-1a does', () => {
    expect(hashName('')).toBe(0x811c9dc5);
    expect(hashName('a')).toBe(0xe40c292c);
    expect(hashName('foobar')).toBe(0xbf9cf968);
  });
});
