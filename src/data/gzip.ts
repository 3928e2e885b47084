/**
 * Unpacks gzip with what browsers and Node have built in, and stops as soon as the output is longer than it may be: a small file
 * can be made to unpack to gigabytes.
 */

import { DataError } from './dataSet';

/** Nothing that this book reads is larger. */
export const LARGEST_BYTES = 256 * 1024 * 1024;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * @param promisedLength told the first bytes of the output (at least 16, or all there are), says how many bytes it will have in all;
 *   it may throw when they are not what was expected
 * @returns the output; shorter than promised when the packed data ends early, never longer
 * @throws DataError when the data is damaged, or longer than promised
 */
export async function gunzip(
  packed: Uint8Array,
  fileName: string,
  promisedLength: (head: Uint8Array) => number,
): Promise<Uint8Array> {
  const source = new ReadableStream<BufferSource>({
    start(controller) {
      // A copy: the stream may keep the bytes, and shared memory is not allowed in it.
      controller.enqueue(packed.slice());
      controller.close();
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
  let head = new Uint8Array(0);
  let output: Uint8Array | undefined;
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await readChunk(reader, fileName, packed.length);
      if (output === undefined) {
        if (value !== undefined) head = joined(head, value);
        if (head.length < 16 && !done) continue;
        const promised = promisedLength(head);
        if (promised > LARGEST_BYTES) throw tooLong(fileName, promised);
        output = new Uint8Array(promised);
        length = append(output, 0, head, fileName);
      } else if (value !== undefined) {
        length = append(output, length, value, fileName);
      }
      if (done) return output.subarray(0, length);
    }
  } finally {
    // Ends the unpacking when it was left early; a stream that failed has nothing left to end.
    await reader.cancel().catch(() => undefined);
  }
}

async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  fileName: string,
  packedBytes: number,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (error) {
    throw new DataError(
      `${fileName}: expected a complete gzip file, found ${packedBytes} bytes that cannot be unpacked ` +
        `(${error instanceof Error ? error.message : String(error)}). The file is damaged or incomplete: copy or download it again.`,
      { cause: error },
    );
  }
}

function append(output: Uint8Array, at: number, chunk: Uint8Array, fileName: string): number {
  if (at + chunk.length > output.length) {
    throw new DataError(
      `${fileName}: expected ${output.length} bytes, as its header says, found more when unpacking. ` +
        `The file is damaged or not an original: copy or download it again.`,
    );
  }
  output.set(chunk, at);
  return at + chunk.length;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

export function tooLong(fileName: string, bytes: number): DataError {
  return new DataError(
    `${fileName}: expected at most ${LARGEST_BYTES} bytes, found a header that promises ${bytes}. ` +
      `The file is damaged or not an original: copy or download it again.`,
  );
}
