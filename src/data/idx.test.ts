import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DataError } from './dataSet';
import { decodeIdx, readIdx } from './idx';

const bigEndian = (...words: number[]): number[] =>
  words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);
const images = Uint8Array.from([...bigEndian(0x803, 2, 2, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const labels = Uint8Array.from([...bigEndian(0x801, 3), 7, 8, 9]);
const packed = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
const ORIGINALS =
  'Choose the original MNIST files (train-images-idx3-ubyte and its three companions, packed with gzip or not).';

describe('decodeIdx', () => {
  test('images: count, height, width, then the pixels', () => {
    const { shape, bytes } = decodeIdx(images, 'a');
    expect(shape).toEqual([2, 2, 3]);
    expect([...bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
  test('labels: count, then the labels; also in a view that begins later', () => {
    const shifted = new Uint8Array([0, 0, ...labels]).subarray(2);
    expect(decodeIdx(shifted, 'a')).toEqual({ shape: [3], bytes: Uint8Array.of(7, 8, 9) });
  });
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), `a: expected an IDX file, found 0 bytes. ${ORIGINALS}`],
    [
      'another magic number',
      Uint8Array.from(bigEndian(0x804, 1)),
      `a: expected an IDX file, which begins with 0x00000803 (images) or 0x00000801 (labels), found 0x00000804. ${ORIGINALS}`,
    ],
    ['a ZIP archive', Uint8Array.of(0x50, 0x4b, 3, 4), 'found 0x504b0304 (a ZIP archive; unpack it first)'],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 'found 0x89504e47 (a PNG image)'],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'found 0xffd8ffe0 (a JPEG image)'],
    [
      'HTML',
      new TextEncoder().encode('<!doctype html>'),
      'found 0x3c21646f (a web page, perhaps saved instead of the file)',
    ],
    [
      'half a header',
      images.subarray(0, 10),
      'a: expected a header of 16 bytes, found 10 bytes in all. The file is incomplete: copy or download it again.',
    ],
    [
      'too few pixels',
      images.subarray(0, 27),
      'a: expected 2 × 2 × 3 (28 bytes with the header), found only 27 bytes. The file is incomplete: copy or download it again.',
    ],
    [
      'too many labels',
      new Uint8Array([...labels, 0]),
      'a: expected 3 (11 bytes with the header), found 12 bytes. The file is damaged or not an original: copy or download it again.',
    ],
    [
      'sizes that cannot be',
      Uint8Array.from(bigEndian(0x803, 0xffffffff, 28, 28)),
      'a: expected at most 268435456 bytes, found a header that promises 3367254359296. The file is damaged or not an original',
    ],
  ])('%s', (_title, bytes, message) => {
    expect(() => decodeIdx(bytes, 'a')).toThrow(DataError);
    expect(() => decodeIdx(bytes, 'a')).toThrow(message);
  });
});

describe('readIdx', () => {
  test('packed or not: the same', async () => {
    expect(await readIdx(images, 'a')).toEqual(decodeIdx(images, 'a'));
    const unpacked = await readIdx(packed(images), 'a.gz');
    expect(unpacked.shape).toEqual([2, 2, 3]);
    expect([...unpacked.bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await readIdx(packed(labels), 'a.gz')).toEqual({ shape: [3], bytes: Uint8Array.of(7, 8, 9) });
  });
  test('many chunks: every byte arrives', async () => {
    const large = new Uint8Array(16 + 1000 * 784);
    large.set(bigEndian(0x803, 1000, 28, 28));
    for (let i = 16; i < large.length; i++) large[i] = (i * 7919) >>> 5;
    const { bytes } = await readIdx(packed(large), 'a.gz');
    expect(Buffer.compare(bytes, large.subarray(16))).toBe(0);
  });
  test.each<[string, Uint8Array, string]>([
    [
      'cut off',
      packed(images).subarray(0, 30),
      'a.gz: expected a complete gzip file, found 30 bytes that cannot be unpacked',
    ],
    ['damaged', packed(images).fill(0xff, 12, 20), 'The file is damaged or incomplete: copy or download it again.'],
    [
      'short inside',
      packed(images.subarray(0, 20)),
      'a.gz: expected 2 × 2 × 3 (28 bytes with the header), found only 20 bytes.',
    ],
    ['no IDX inside', packed(new TextEncoder().encode('hello, this is text')), 'found 0x68656c6c'],
    ['nothing inside', packed(new Uint8Array(0)), 'a.gz: expected an IDX file, found 0 bytes.'],
    [
      'more inside than the header promises',
      packed(new Uint8Array([...images, ...new Uint8Array(1_000_000)])),
      'a.gz: expected 28 bytes, as its header says, found more when unpacking. The file is damaged or not an original',
    ],
    [
      'a header that promises gigabytes',
      packed(Uint8Array.from([...bigEndian(0x803, 0x10000000, 28, 28), 1])),
      'a.gz: expected at most 268435456 bytes, found a header that promises 210453397520.',
    ],
  ])('%s', async (_title, bytes, message) => {
    await expect(readIdx(bytes, 'a.gz')).rejects.toThrow(message);
    await expect(readIdx(bytes, 'a.gz')).rejects.toBeInstanceOf(DataError);
  });
});
