/**
 * Decodes one image with what the browser has, and lays it on a square: covering it, or wholly inside it on black. Works in a worker.
 *
 * What the bytes are is told by their beginning, not by the name. A picture says its size before it is decoded where the format makes that
 * easy (PNG), so that a small file cannot ask for gigabytes.
 */

import { DataError } from '../dataSet';
import type { ImportChoices } from './importReport';

const MOST_PIXELS = 100_000_000;

/** @throws DataError when the bytes are no PNG, JPEG or WebP, or cannot be decoded */
export async function decodeImage(
  bytes: Blob,
  { side, fit }: Pick<ImportChoices, 'side' | 'fit'>,
): Promise<Uint8ClampedArray> {
  const type = await checkHead(bytes);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes], { type }));
  } catch {
    throw new DataError('the browser cannot decode it: it is damaged, incomplete or of an unusual kind');
  }
  try {
    const { width, height } = bitmap;
    const scale = (fit === 'cover' ? Math.max : Math.min)(side / width, side / height);
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (context === null) throw new DataError('the browser has no canvas to draw it on');
    context.imageSmoothingQuality = 'high';
    context.fillStyle = '#000';
    context.fillRect(0, 0, side, side);
    const [drawnWidth, drawnHeight] = [width * scale, height * scale];
    context.drawImage(bitmap, (side - drawnWidth) / 2, (side - drawnHeight) / 2, drawnWidth, drawnHeight);
    return context.getImageData(0, 0, side, side).data;
  } finally {
    bitmap.close();
  }
}

/** The media type, by the first bytes. */
export async function checkHead(bytes: Blob): Promise<string> {
  const head = new Uint8Array(await bytes.slice(0, 32).arrayBuffer());
  const text = (from: number, length: number): string => String.fromCharCode(...head.subarray(from, from + length));
  if (text(1, 3) === 'PNG' && head[0] === 0x89) {
    const view = new DataView(head.buffer);
    const pixels = head.length >= 24 ? view.getUint32(16) * view.getUint32(20) : 0;
    if (pixels <= MOST_PIXELS) return 'image/png';
    throw new DataError(`it says that it has ${pixels} pixels, and at most ${MOST_PIXELS} are read`);
  }
  if (head[0] === 0xff && head[1] === 0xd8) return 'image/jpeg';
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') return 'image/webp';
  throw new DataError(head.length === 0 ? 'it is empty' : 'it is no PNG, JPEG or WebP image, whatever its name says');
}
