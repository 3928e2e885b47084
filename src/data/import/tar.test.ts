/** Archives that a test makes byte by byte: some promise what no disk here could hold, and flow from no file at all. */

import { packTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { DataError } from '../dataSet';
import { readTar } from './tar';

/** A header that promises so many bytes. https://www.gnu.org/software/tar/manual/html_node/Standard.html */
async function headerOf(name: string, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const header = (await packTar([{ header: { name, size: 0, type: 'file' }, body: new Uint8Array() }])).slice(0, 512);
  const text = (at: number, words: string): void => header.set(new TextEncoder().encode(words), at);
  text(124, `${size.toString(8).padStart(11, '0')}\0`);
  text(148, '        ');
  const sum = header.reduce((total, byte) => total + byte, 0);
  text(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** As a file of that size, of which only what is pulled is ever made: the headers in turn, each before its promised zeros. */
function endless(headers: readonly (readonly [Uint8Array<ArrayBuffer>, bytes: number])[]): {
  readonly blob: Blob;
  readonly flowed: () => number;
} {
  const zeros = new Uint8Array(1 << 24);
  let flowed = 0;
  function* parts(): Generator<Uint8Array<ArrayBuffer>, undefined, undefined> {
    for (const [header, bytes] of headers) {
      yield header;
      const padded = Math.ceil(bytes / 512) * 512;
      for (let at = 0; at < padded; at += zeros.length) yield zeros.subarray(0, Math.min(zeros.length, padded - at));
    }
    return undefined;
  }
  const parted = parts();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { value } = parted.next();
      if (value === undefined) {
        controller.close();
        return;
      }
      flowed += value.length;
      controller.enqueue(value);
    },
  });
  const size = headers.reduce((sum, [, bytes]) => sum + 512 + bytes, 0);
  const blob = { size, slice: () => new Blob([headers[0]![0].slice(0, 2)]), stream: () => stream };
  return { blob: blob as unknown as Blob, flowed: () => flowed };
}
const everything = (): boolean => true;
const nothing = (): boolean => false;

describe('readTar', () => {
  const tooLarge =
    'a.tar: expected an archive of at most 2 GB unpacked and 1000 times its size, found more. ' +
    'It is damaged or made to fill the memory: copy or download the original again.';

  test('one file that is promised to be larger than everything may be is refused before it flows', async () => {
    const { blob, flowed } = endless([[await headerOf('a/1.bin', 2_100_000_000), 2_100_000_000]]);
    const reading = readTar(blob, 'a.tar', nothing);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(tooLarge);
    expect(flowed()).toBeLessThan(100_000_000);
  });

  test('many files that are too large together are refused when the one too many is promised', async () => {
    const size = 400_000_000;
    const headers = await Promise.all(Array.from({ length: 6 }, (_, i) => headerOf(`a/${i}.bin`, size)));
    const { blob, flowed } = endless(headers.map((header) => [header, size] as const));
    await expect(readTar(blob, 'a.tar', nothing)).rejects.toThrow(tooLarge);
    expect(flowed()).toBeLessThan(5 * size + 100_000_000);
  });

  test('zeros without end after the last file are cut off', async () => {
    const { blob, flowed } = endless([[await headerOf('a/1.bin', 1_990_000_000), 3_000_000_000]]);
    await expect(readTar(blob, 'a.tar', nothing)).rejects.toThrow(tooLarge);
    expect(flowed()).toBeLessThan(2_100_000_000);
  });

  test('a wanted file of more than a data set’s files may have is refused before it flows', async () => {
    const { blob, flowed } = endless([[await headerOf('a/1.bin', 1_500_000_000), 1_500_000_000]]);
    await expect(readTar(blob, 'a.tar', everything)).rejects.toThrow(
      /^a\.tar: expected files of at most \d+ bytes, found a\/1\.bin of 1500000000\. Choose the original\.$/,
    );
    expect(flowed()).toBeLessThan(100_000_000);
  });
});
