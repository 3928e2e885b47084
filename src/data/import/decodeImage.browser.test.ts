import { describe, expect, test } from 'vitest';
import { DataError } from '../dataSet';
import { decodeImage } from './decodeImage';

/** Left half red, right half blue, as wide and as high as said. */
async function picture(type: string, width = 40, height = 20): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#f00';
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = '#00f';
  context.fillRect(width / 2, 0, width / 2, height);
  const blob = await canvas.convertToBlob({ type, quality: 1 });
  if (blob.type !== type) throw new Error(`this browser cannot write ${type}`);
  return blob;
}
const at = (pixels: Uint8ClampedArray, side: number, x: number, y: number): number[] => [
  ...pixels.subarray(4 * (y * side + x), 4 * (y * side + x) + 3),
];
const near = (colour: number[], expected: number[]): void =>
  colour.forEach((byte, i) => expect(Math.abs(byte - expected[i]!)).toBeLessThan(12));

describe('decodeImage', () => {
  test.each(['image/png', 'image/jpeg', 'image/webp'])('%s: cover fills the square from the middle', async (type) => {
    // The name and the type that came with it do not matter.
    const pixels = await decodeImage(new Blob([await picture(type)]), { side: 16, fit: 'cover' });
    expect(pixels).toHaveLength(16 * 16 * 4);
    near(at(pixels, 16, 2, 0), [255, 0, 0]);
    near(at(pixels, 16, 13, 15), [0, 0, 255]);
  });
  test('contain shows the whole on black', async () => {
    const pixels = await decodeImage(await picture('image/png'), { side: 16, fit: 'contain' });
    near(at(pixels, 16, 3, 1), [0, 0, 0]);
    near(at(pixels, 16, 3, 8), [255, 0, 0]);
    near(at(pixels, 16, 12, 8), [0, 0, 255]);
    near(at(pixels, 16, 12, 14), [0, 0, 0]);
  });
  test.each<[string, () => Promise<Blob>, string]>([
    ['nothing', () => Promise.resolve(new Blob()), 'it is empty'],
    ['text', () => Promise.resolve(new Blob(['hello'])), 'it is no PNG, JPEG or WebP image, whatever its name says'],
    [
      'a beginning alone',
      async () => (await picture('image/png')).slice(0, 40),
      'the browser cannot decode it: it is damaged, incomplete or of an unusual kind',
    ],
    [
      'a PNG that says it is huge',
      async () => {
        const bytes = new Uint8Array(await (await picture('image/png')).arrayBuffer());
        new DataView(bytes.buffer).setUint32(16, 60_000);
        new DataView(bytes.buffer).setUint32(20, 60_000);
        return new Blob([bytes]);
      },
      'it says that it has 3600000000 pixels, and at most 100000000 are read',
    ],
  ])('%s is refused', async (_title, make, message) => {
    const bytes = await make();
    await expect(decodeImage(bytes, { side: 16, fit: 'cover' })).rejects.toThrow(DataError);
    await expect(decodeImage(bytes, { side: 16, fit: 'cover' })).rejects.toThrow(message);
  });
});
