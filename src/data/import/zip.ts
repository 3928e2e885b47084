/**
 * A ZIP archive, read from its directory first: what it holds, how large it says it is, and whether the names are plain. Only then is anything
 * unpacked, file by file, and a file that turns out longer than its directory says is cut off there.
 *
 * Source: APPNOTE.TXT, the ZIP file format specification, 4.3 and 4.4.
 */

import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { DataError } from '../dataSet';
import { LARGEST_RATIO, LARGEST_UNPACKED_BYTES, MOST_FILES } from './archiveLimits';
import { checkPaths, isClutter } from './filePaths';

// The engine is a worker already.
configure({ useWebWorkers: false });

export interface ArchivedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** @throws DataError when it is damaged, or not as the directory says */
  read(): Promise<Blob>;
}

export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5) && (head[3] === 4 || head[3] === 6);
}

/** @throws DataError when the archive cannot be read, is a bomb, is encrypted, or has names that play tricks */
export async function openZip(archive: Blob, fileName: string): Promise<readonly ArchivedFile[]> {
  const damaged = (what: string, error: unknown): DataError =>
    new DataError(
      `${fileName}: expected ${what}, found something that cannot be unpacked ` +
        `(${error instanceof Error ? error.message : String(error)}). The archive is damaged or incomplete: copy or pack it again.`,
      { cause: error },
    );
  const entries = [];
  try {
    const reader = new ZipReader(new BlobReader(archive));
    // Names are checked below, with words of our own.
    for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'tolerant' })) {
      entries.push(entry);
      if (entries.length > MOST_FILES) break;
    }
  } catch (error) {
    throw damaged('a ZIP archive with its directory at the end', error);
  }
  if (entries.length > MOST_FILES) {
    throw new DataError(`${fileName}: expected at most ${MOST_FILES} files, found more. Choose a part of them.`);
  }
  checkPaths(
    entries.map(({ filename }) => filename),
    fileName,
  );
  const files = entries.filter((entry): entry is FileEntry => !entry.directory && !isClutter(entry.filename));
  const unpackedBytes = files.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (!(unpackedBytes <= LARGEST_UNPACKED_BYTES)) {
    throw new DataError(
      `${fileName}: expected at most 2 GB when unpacked, found ${(unpackedBytes / 1e9).toFixed(1)} GB. Choose a part of the images, or smaller ones.`,
    );
  }
  // Small texts may pack well; only what is large can be a bomb.
  const bomb = [
    { filename: 'the whole', uncompressedSize: unpackedBytes, compressedSize: archive.size },
    ...files,
  ].find((part) => part.uncompressedSize > 1_000_000 && part.uncompressedSize > LARGEST_RATIO * part.compressedSize);
  if (bomb !== undefined) {
    throw new DataError(
      `${fileName}: expected files that unpack to at most ${LARGEST_RATIO} times their size, found ${bomb.filename}, which goes from ` +
        `${bomb.compressedSize} to ${bomb.uncompressedSize} bytes. It seems made to fill the memory: choose another archive.`,
    );
  }
  for (const { filename, encrypted, symlink } of files) {
    if (!encrypted && !symlink) continue;
    throw new DataError(
      `${fileName}: expected plain files, found ${filename}, which is ${encrypted ? 'encrypted' : 'a link'}. Pack it again without.`,
    );
  }
  return files.map((entry) => ({
    path: entry.filename,
    sizeBytes: entry.uncompressedSize,
    async read() {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      let bytes = 0;
      const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
        write(chunk) {
          bytes += chunk.length;
          if (bytes > entry.uncompressedSize) throw lies();
          chunks.push(chunk);
        },
      });
      const lies = (): DataError =>
        new DataError(
          `${fileName}: expected ${entry.uncompressedSize} bytes of ${entry.filename}, as the directory says, found ` +
            `${bytes > entry.uncompressedSize ? 'more' : bytes}. The archive is damaged or not an honest one: choose another.`,
        );
      try {
        await entry.getData(sink, { checkSignature: true, checkOverlappingEntry: true });
      } catch (error) {
        throw bytes > entry.uncompressedSize ? lies() : damaged(entry.filename, error);
      }
      if (bytes !== entry.uncompressedSize) throw lies();
      return new Blob(chunks);
    },
  }));
}
