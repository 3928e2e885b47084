/** The kernels' own exp, ln and tanh against the ones of JavaScript in float64, over the whole range of float32. */
import { describe, expect, test } from 'vitest';
import { createHeap } from './heap';
import { instantiateKernels } from './kernels';
import { loadKernelModule } from './loadModuleInNode';

const { kernels, memory, heapBase } = instantiateKernels(await loadKernelModule());
const heap = createHeap(memory, heapBase);

function apply(kernel: 'exponentials' | 'logarithms' | 'tanh', inputs: readonly number[]): number[] {
  const address = heap.allocate(4 * inputs.length);
  heap.float32().set(inputs, address / 4);
  if (kernel === 'tanh') kernels.tanh(address, 1, 1, address, inputs.length);
  else kernels[kernel](address, address, inputs.length);
  const results = [...heap.float32().slice(address / 4, address / 4 + inputs.length)];
  heap.free(address);
  return results;
}

function worstRelativeError(
  kernel: Parameters<typeof apply>[0],
  exact: (x: number) => number,
  inputs: readonly number[],
): number {
  const rounded = inputs.map(Math.fround);
  const results = apply(kernel, rounded);
  return Math.max(...rounded.map((x, i) => Math.abs(results[i]! - exact(x)) / Math.abs(exact(x))));
}

const grid = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.37)) / count);

describe('exponentials', () => {
  test('relative error below 1e-7 from −87 to 88.7', () => {
    expect(worstRelativeError('exponentials', Math.exp, grid(-87.2, 88.7, 20_000))).toBeLessThan(1e-7);
  });
  test('extremes: zero below, infinite above, NaN kept, exact at 0', () => {
    expect(apply('exponentials', [-Infinity, -1e30, -88, 89, 1e30, Infinity, NaN, 0])).toEqual([
      ...[0, 0, 0],
      ...[Infinity, Infinity, Infinity, NaN, 1],
    ]);
  });
});

describe('logarithms', () => {
  test('relative error below 2e-7 over all magnitudes', () => {
    const magnitudes = grid(-37.5, 38.4, 20_000).map((exponent) => 10 ** exponent);
    expect(worstRelativeError('logarithms', Math.log, magnitudes)).toBeLessThan(2e-7);
  });
  test('relative error below 2e-7 around 1, where the result is small', () => {
    expect(worstRelativeError('logarithms', Math.log, grid(0.7, 0.99999, 5000))).toBeLessThan(2e-7);
    expect(worstRelativeError('logarithms', Math.log, grid(1.00001, 1.5, 5000))).toBeLessThan(2e-7);
  });
  test('extremes', () => {
    expect(apply('logarithms', [1, 0, -1, Infinity, NaN])).toEqual([0, -Infinity, NaN, Infinity, NaN]);
  });
});

describe('tanh', () => {
  test('relative error below 2e-7, small arguments included', () => {
    expect(worstRelativeError('tanh', Math.tanh, grid(-12, 12, 20_000))).toBeLessThan(2e-7);
    expect(worstRelativeError('tanh', Math.tanh, grid(1e-20, 1e-3, 2000))).toBeLessThan(2e-7);
    expect(worstRelativeError('tanh', Math.tanh, grid(0.69, 0.71, 2000))).toBeLessThan(2e-7);
  });
  test('extremes: ±1, odd, NaN kept', () => {
    expect(apply('tanh', [-Infinity, -1e30, 1e30, Infinity, NaN, 0, -0])).toEqual([-1, -1, 1, 1, NaN, 0, -0]);
  });
});
