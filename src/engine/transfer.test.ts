import { expect, test } from 'vitest';
import { transferablesOf } from './transfer';

test('whole buffers are handed over once, parts of larger ones are left to be copied', () => {
  const whole = Float32Array.of(1, 2);
  const part = new Float32Array(new ArrayBuffer(16), 0, 2);
  const inList = Uint8Array.of(1);
  const message = {
    id: 1,
    result: { a: { shape: [2], values: whole }, again: whole, part, list: [{ bytes: inList }] },
  };
  expect(transferablesOf(message)).toEqual([whole.buffer, inList.buffer]);
});

test('plain data has nothing to hand over', () => {
  expect(transferablesOf({ a: 1, b: [1, 2], c: null, d: 'x' })).toEqual([]);
});
