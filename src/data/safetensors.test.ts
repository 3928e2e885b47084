import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, float16Bits, float16Value, type SafetensorsFile } from './safetensors';

const file: SafetensorsFile = {
  arrays: new Map([
    ['conv1.weight', { shape: [2, 1, 2, 2], values: Float32Array.of(1, -2, 0.5, 3, 4, -5, 6, 0.1) }],
    ['conv1.bias', { shape: [2], values: Float32Array.of(0, -0) }],
    ['scalar', { shape: [], values: Float32Array.of(7) }],
  ]),
  metadata: { made: 'by a test' },
};

test('what is written is read back, bit for bit', () => {
  const read = decodeSafetensors('a.safetensors', encodeSafetensors(file));
  expect([...read.arrays]).toEqual([...file.arrays]);
  expect(read.metadata).toEqual(file.metadata);
});

test('half of the bytes with 16-bit floats, each the nearest', () => {
  const full = encodeSafetensors(file);
  const half = encodeSafetensors(file, (name) => (name === 'scalar' ? 'F32' : 'F16'));
  expect(full.length - half.length).toBe(2 * 10);
  const read = decodeSafetensors('a.safetensors', half).arrays.get('conv1.weight')?.values;
  expect(read?.[7]).toBe(float16Value(float16Bits(0.1)));
  expect(Math.abs((read?.[7] ?? 0) - 0.1)).toBeLessThan(0.1 / 2048);
});

describe('16-bit floats', () => {
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65520, 0x7c00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [3 * 2 ** -25, 0x0002],
    [2 ** -14, 0x0400],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [Infinity, 0x7c00],
    [NaN, 0x7e00],
  ])('%d is %i', (value, bits) => {
    expect(float16Bits(value)).toBe(bits);
  });

  test('every one of the 65,536 comes back', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = float16Value(bits);
      if (!Number.isNaN(value)) expect(float16Bits(value)).toBe(bits);
    }
  });
});

describe('refused, with file, expected and found', () => {
  const withTable = (table: string, numbers = 0): Uint8Array => {
    const text = new TextEncoder().encode(table);
    const bytes = new Uint8Array(8 + text.length + numbers);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    bytes.set(text, 8);
    return bytes;
  };
  const entry = (text: string): string => `{"w":${text}}`;
  test.each([
    ['too short', new Uint8Array(3), 'at least 8 bytes, the length of the table, found 3'],
    [
      'a length beyond the file',
      Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0, 1),
      'a table of at most 1 bytes at byte 8, found a length of 255',
    ],
    ['no JSON', withTable('{'), 'JSON at byte 8, found'],
    ['an array', withTable('[]'), 'a JSON object at byte 8, found []'],
    ['no entry', withTable(entry('3')), 'dtype, shape and data_offsets for w, found 3'],
    [
      'another type',
      withTable(entry('{"dtype":"F64","shape":[1],"data_offsets":[0,8]}'), 8),
      'numbers of type F32 or F16 for w, found "F64"',
    ],
    [
      'a negative length',
      withTable(entry('{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}'), 4),
      'a shape of whole numbers for w, found [-1]',
    ],
    [
      'one offset',
      withTable(entry('{"dtype":"F32","shape":[1],"data_offsets":[0]}'), 4),
      'two data_offsets for w, found [0]',
    ],
    [
      'a size that disagrees',
      withTable(entry('{"dtype":"F32","shape":[2],"data_offsets":[0,4]}'), 4),
      '8 bytes for w, F32 of shape [2], found 4',
    ],
    [
      'a gap',
      withTable(entry('{"dtype":"F32","shape":[1],"data_offsets":[4,8]}'), 8),
      'the numbers of w to start at byte',
    ],
    ['truncated', encodeSafetensors(file).subarray(0, -1), '284 bytes in all, as the table says, found 283'],
    ['bytes behind', withTable('{}', 5), '10 bytes in all, as the table says, found 15'],
    ['metadata of numbers', withTable('{"__metadata__":{"a":1}}'), 'a text for the metadata a, found 1'],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors('w.safetensors', bytes)).toThrow(`w.safetensors: expected ${message}`);
    expect(() => decodeSafetensors('w.safetensors', bytes)).toThrow('save it again.');
  });

  test('random bytes and mutated files either decode or are refused in words', () => {
    const whole = encodeSafetensors(file);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const bytes = whole.slice();
          for (const [at, value] of changes) bytes[at] = value;
          try {
            decodeSafetensors('w.safetensors', bytes);
          } catch (error) {
            expect((error as Error).message).toMatch(/^w\.safetensors: expected .*, found .*\. The file is damaged/s);
          }
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });
});

test('whole numbers of PyTorch, such as counts of batches, are passed over', () => {
  const text = new TextEncoder().encode(
    '{"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}',
  );
  const bytes = new Uint8Array(8 + text.length + 12);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  expect([...decodeSafetensors('w', bytes).arrays.keys()]).toEqual(['w']);
});
