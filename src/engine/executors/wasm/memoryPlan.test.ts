import { describe, expect, test } from 'vitest';
import { assignOffsets, createBuffer, placeUpdates, rootOf, shareInPlace, type Buffer, type Call } from './memoryPlan';

const planned = (label: string, bytes = 64): Buffer => createBuffer(label, bytes, 'planned');
const slot = (label: string): Buffer => createBuffer(label, 64, 'slot', 4096);
function call(reads: readonly Buffer[], writes: readonly Buffer[], overwritable: readonly Buffer[] = []): Call {
  return { kernel: 'add', parameters: [], reads, writes, overwritable };
}

describe('assignOffsets', () => {
  test('buffers whose lives do not overlap share bytes, others do not', () => {
    const [a, b, c] = [planned('a'), planned('b'), planned('c')];
    const used = assignOffsets([call([], [a]), call([a], [b]), call([b], [c])], 1000);
    expect(c.address).toBe(a.address);
    expect(b.address).not.toBe(a.address);
    expect(used).toBe(128);
    expect(Math.min(a.address, b.address)).toBe(1000);
  });

  test('a kept buffer is never written over', () => {
    const [a, b, c] = [planned('a'), planned('b'), planned('c')];
    a.kept = true;
    assignOffsets([call([], [a]), call([a], [b]), call([b], [c])], 0);
    expect(new Set([a.address, b.address, c.address]).size).toBe(3);
  });

  test('a small buffer goes into a gap that a large one left', () => {
    const [large, small, other] = [planned('large', 256), planned('small', 64), planned('other', 192)];
    const used = assignOffsets([call([], [large]), call([large], [small, other])], 0);
    expect(used).toBe(512);
    const again = [planned('large', 256), planned('after', 256)] as const;
    expect(assignOffsets([call([], [again[0]]), call([], [again[1]])], 0)).toBe(256);
  });
});

describe('shareInPlace', () => {
  test('a result takes the bytes of an overwritable input that dies', () => {
    const [a, b] = [planned('a'), planned('b')];
    shareInPlace([call([], [a]), call([a], [b], [a])]);
    expect(rootOf(b)).toBe(a);
  });

  test.each([
    ['the input is read later', (a: Buffer, b: Buffer) => [call([], [a]), call([a], [b], [a]), call([a, b], [])]],
    ['the kernel does not allow it', (a: Buffer, b: Buffer) => [call([], [a]), call([a], [b])]],
  ])('not when %s', (_, calls) => {
    const [a, b] = [planned('a'), planned('b')];
    shareInPlace(calls(a, b));
    expect(rootOf(b)).toBe(b);
  });

  test('not when the input must survive, or is of another size', () => {
    const [a, b, c] = [planned('a'), planned('b'), planned('c', 128)];
    a.kept = true;
    shareInPlace([call([], [a]), call([a], [b], [a]), call([b], [c], [b])]);
    expect([rootOf(b), rootOf(c)]).toEqual([b, c]);
  });
});

describe('placeUpdates', () => {
  test('the next value is written straight into the slot', () => {
    const [p, next] = [slot('p'), planned('next')];
    const calls = placeUpdates([call([p], [next], [p])], [{ slot: p, value: next }]);
    expect(rootOf(next)).toBe(p);
    expect(calls).toHaveLength(1);
  });

  test.each([
    ['the old value is read afterwards', (p: Buffer, next: Buffer) => [call([p], [next], [p]), call([p], [])]],
    ['the kernel needs the old value as a whole', (p: Buffer, next: Buffer) => [call([p], [next])]],
  ])('it is copied at the end when %s', (_, make) => {
    const [p, next] = [slot('p'), planned('next')];
    const calls = placeUpdates(make(p, next), [{ slot: p, value: next }]);
    expect(rootOf(next)).toBe(next);
    expect(calls.at(-1)).toMatchObject({ kernel: 'copy', reads: [next], writes: [p] });
  });

  test('a value that is also an output keeps bytes of its own', () => {
    const [p, next] = [slot('p'), planned('next')];
    next.kept = true;
    placeUpdates([call([p], [next], [p])], [{ slot: p, value: next }]);
    expect(rootOf(next)).toBe(next);
  });
});
