/**
 * Reads the files that are wanted out of a tar archive, packed with gzip or not, as a stream: an archive of 170 MB is never whole in
 * memory. What is not wanted flows by. Names are used to choose, never to write.
 *
 * The flow is cut off as soon as more comes out than a data set can have (2 GB, or 1,000 times what went in), or is promised by the headers.
 */

import { createTarDecoder } from 'modern-tar';
import { DataError } from '../dataSet';
import { LARGEST_BYTES } from '../gzip';
import { LARGEST_UNPACKED_BYTES, LARGEST_RATIO } from './archiveLimits';
import type { NamedFile } from './idxFamily';

/** The DOM's types and the stream's differ in the kind of buffer alone. */
type GenericTransform = ReadableWritablePair<Uint8Array, Uint8Array>;

/** @throws DataError when the archive is damaged, incomplete or a bomb, or a file in it is too large */
export async function readTar(
  archive: Blob,
  fileName: string,
  isWanted: (path: string) => boolean,
): Promise<readonly NamedFile[]> {
  const head = new Uint8Array(await archive.slice(0, 2).arrayBuffer());
  const isPacked = head[0] === 0x1f && head[1] === 0x8b;
  const found: NamedFile[] = [];
  let unpackedBytes = 0;
  let promisedBytes = 0;
  const tooLarge = (): DataError =>
    new DataError(
      `${fileName}: expected an archive of at most 2 GB unpacked and ${LARGEST_RATIO} times its size, found more. ` +
        `It is damaged or made to fill the memory: copy or download the original again.`,
    );
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      unpackedBytes += chunk.length;
      const isBomb = unpackedBytes > 1_000_000 && unpackedBytes > LARGEST_RATIO * archive.size;
      if (isBomb || unpackedBytes > LARGEST_UNPACKED_BYTES) throw tooLarge();
      controller.enqueue(chunk);
    },
  });
  const packed = archive.stream() as ReadableStream<Uint8Array>;
  const flowing = (
    isPacked ? packed.pipeThrough(new DecompressionStream('gzip') as GenericTransform) : packed
  ).pipeThrough(watch);
  const decoder = createTarDecoder({ strict: true });
  const flow = flowing.pipeTo(decoder.writable);
  // What ends the flow early ends the wait for a file in it, too.
  const broken = flow.then(() => new Promise<never>(() => undefined));
  const entries = decoder.readable.getReader();
  async function collect(): Promise<void> {
    for (;;) {
      const { done, value } = await entries.read();
      if (done) return;
      const { header, body } = value;
      promisedBytes += header.size;
      if (promisedBytes > LARGEST_UNPACKED_BYTES) throw tooLarge();
      if ((header.type !== undefined && header.type !== 'file') || !isWanted(header.name)) {
        await body.pipeTo(new WritableStream());
        continue;
      }
      if (header.size > LARGEST_BYTES) {
        throw new DataError(
          `${fileName}: expected files of at most ${LARGEST_BYTES} bytes, found ${header.name} of ${header.size}. Choose the original.`,
        );
      }
      found.push({ name: header.name, bytes: new Uint8Array(await new Response(body as BodyInit).arrayBuffer()) });
    }
  }
  try {
    await Promise.race([collect(), broken]);
    await flow;
  } catch (error) {
    void flow.catch(() => undefined);
    void entries.cancel().catch(() => undefined);
    if (error instanceof DataError) throw error;
    throw new DataError(
      `${fileName}: expected a complete tar archive${isPacked ? ', packed with gzip' : ''}, found one that cannot be unpacked ` +
        `(${error instanceof Error ? error.message : String(error)}). It is damaged or incomplete: copy or download it again.`,
      { cause: error },
    );
  }
  return found;
}
