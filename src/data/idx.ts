/**
 * IDX, the file format of MNIST: a magic number, the sizes of the axes as big-endian 32-bit integers, then the bytes.
 *
 *     00 00 08 03 | 00 00 EA 60 | 00 00 00 1C | 00 00 00 1C | pixels …     images: count, height, width
 *     00 00 08 01 | 00 00 EA 60 | labels …                                 labels: count
 *
 * (08 says unsigned bytes, 03 and 01 the number of axes.) Only these two forms are read, strictly: a file that does not have exactly the
 * length its header says is refused.
 *
 * Source: the description on the MNIST page of LeCun, Cortes and Burges.
 */

import { DataError } from './dataSet';
import { gunzip, isGzip, LARGEST_BYTES, tooLong } from './gzip';

export const IMAGES_MAGIC = 0x00000803;
export const LABELS_MAGIC = 0x00000801;
const ORIGINALS =
  'Choose the original MNIST files (train-images-idx3-ubyte and its three companions, packed with gzip or not).';

export interface IdxArray {
  /** [count, height, width] of images, [count] of labels. */
  readonly shape: readonly number[];
  /** Row-major; a view of the file's bytes where it was not packed. */
  readonly bytes: Uint8Array;
}

/**
 * Decodes an unpacked IDX file.
 *
 * @throws DataError naming the file, what was expected, what was found and what to do
 */
export function decodeIdx(bytes: Uint8Array, fileName: string): IdxArray {
  const { shape, headerBytes, fileBytes } = readHeader(bytes, fileName);
  if (bytes.length !== fileBytes) {
    const sizes = `${shape.join(' × ')} (${fileBytes} bytes with the header)`;
    throw new DataError(
      bytes.length < fileBytes
        ? `${fileName}: expected ${sizes}, found only ${bytes.length} bytes. The file is incomplete: copy or download it again.`
        : `${fileName}: expected ${sizes}, found ${bytes.length} bytes. The file is damaged or not an original: copy or download it again.`,
    );
  }
  return { shape, bytes: bytes.subarray(headerBytes) };
}

/** Reads an IDX file that may be packed with gzip; see `decodeIdx`. */
export async function readIdx(bytes: Uint8Array, fileName: string): Promise<IdxArray> {
  if (!isGzip(bytes)) return decodeIdx(bytes, fileName);
  return decodeIdx(await gunzip(bytes, fileName, (head) => readHeader(head, fileName).fileBytes), fileName);
}

function readHeader(
  bytes: Uint8Array,
  fileName: string,
): { shape: readonly number[]; headerBytes: number; fileBytes: number } {
  const word = (index: number): number =>
    bytes[4 * index]! * 0x1000000 +
    bytes[4 * index + 1]! * 0x10000 +
    bytes[4 * index + 2]! * 0x100 +
    bytes[4 * index + 3]!;
  if (bytes.length < 4) {
    throw new DataError(`${fileName}: expected an IDX file, found ${bytes.length} bytes. ${ORIGINALS}`);
  }
  const magic = word(0);
  if (magic !== IMAGES_MAGIC && magic !== LABELS_MAGIC) {
    throw new DataError(
      `${fileName}: expected an IDX file, which begins with ${hex(IMAGES_MAGIC)} (images) or ${hex(LABELS_MAGIC)} (labels), ` +
        `found ${hex(magic)}${looksLike(bytes)}. ${ORIGINALS}`,
    );
  }
  const axes = magic & 0xff;
  const headerBytes = 4 + 4 * axes;
  if (bytes.length < headerBytes) {
    throw new DataError(
      `${fileName}: expected a header of ${headerBytes} bytes, found ${bytes.length} bytes in all. ` +
        `The file is incomplete: copy or download it again.`,
    );
  }
  const shape = Array.from({ length: axes }, (_, axis) => word(1 + axis));
  const fileBytes = headerBytes + shape.reduce((product, size) => product * size, 1);
  if (fileBytes > LARGEST_BYTES) throw tooLong(fileName, fileBytes);
  return { shape, headerBytes, fileBytes };
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}

/** What people choose by mistake, told by its first bytes. */
function looksLike(bytes: Uint8Array): string {
  const starts = (...head: number[]): boolean => head.every((byte, i) => bytes[i] === byte);
  if (starts(0x50, 0x4b)) return ' (a ZIP archive; unpack it first)';
  if (starts(0x89, 0x50, 0x4e, 0x47)) return ' (a PNG image)';
  if (starts(0xff, 0xd8)) return ' (a JPEG image)';
  if (starts(0x3c)) return ' (a web page, perhaps saved instead of the file)';
  return '';
}
