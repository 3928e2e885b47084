/** *Digits* and *Letters*: what both promise. */
import { describe, expect, test } from 'vitest';
import { DataError, splitNames } from './dataSet';
import { createDigitMaker, digitsOffer, generateDigits } from './digits';
import { createLetterMaker, generateLetters, lettersOffer } from './letters';

const PIXELS = 28 * 28;

/** 32-bit FNV-1a over bytes. */
function hash(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

function imagesOf(pixels: Uint8Array): string[] {
  return Array.from({ length: pixels.length / PIXELS }, (_, k) =>
    Buffer.from(pixels.subarray(k * PIXELS, (k + 1) * PIXELS)).toString('latin1'),
  );
}

/** `golden`: of the first sixty training images of seed 1. The bytes are the same in every engine; whoever changes the look changes it. */
const sets = [
  { offer: digitsOffer, generate: generateDigits, createMaker: createDigitMaker, golden: 2122256199 },
  { offer: lettersOffer, generate: generateLetters, createMaker: createLetterMaker, golden: 3074559551 },
];

describe.each(sets)('$offer.title', { timeout: 120_000 }, ({ offer, generate, createMaker, golden }) => {
  test('the same seed gives the same bytes; another seed does not', async () => {
    const first = await generate({ seed: 1, train: 60, validation: 5, test: 20 });
    const again = await generate({ seed: 1, train: 60, validation: 5, test: 20 });
    const other = await generate({ seed: 2, train: 60, validation: 5, test: 20 });
    expect(again).toEqual(first);
    expect(hash(other.train.pixels)).not.toBe(hash(first.train.pixels));
    expect(hash(first.train.pixels)).toBe(golden);
  });
  test('image k does not depend on how many are made', async () => {
    const few = await generate({ seed: 5, train: 30, validation: 5, test: 7 });
    const many = await generate({ seed: 5, train: 70, validation: 8, test: 9 });
    expect(many.train.pixels.subarray(0, 30 * PIXELS)).toEqual(few.train.pixels);
    expect(many.train.labels.subarray(0, 30)).toEqual(few.train.labels);
    expect(many.test.pixels.subarray(0, 7 * PIXELS)).toEqual(few.test.pixels);
    const alone = new Uint8Array(PIXELS);
    expect(createMaker(5, 'train').make(29, alone, 0)).toBe(few.train.labels[29]);
    expect(alone).toEqual(few.train.pixels.subarray(29 * PIXELS, 30 * PIXELS));
  });
  test('what the offer says, classes about equally often, ink like handwriting', async () => {
    const counts = { train: 4000, validation: 40, test: 40 };
    const { info, train } = await generate({ seed: 1, ...counts });
    expect(info).toMatchObject({ ...offer, counts, origin: 'generated', shape: [28, 28, 1] });
    expect(offer.classes).toHaveLength(10);
    const ofClass = new Uint32Array(10);
    for (const label of train.labels) ofClass[label]!++;
    for (const count of ofClass) expect(Math.abs(count - 400)).toBeLessThan(80);
    expect(info.normalization.mean[0]).toBeGreaterThan(28);
    expect(info.normalization.mean[0]).toBeLessThan(39);
    expect(info.normalization.deviation[0]).toBeGreaterThan(70);
    expect(info.normalization.deviation[0]).toBeLessThan(87);
  });
  test.each([1, 2, 77])(
    'seed %i: no two images alike, neither within training, validation and test nor between them',
    async (seed) => {
      const dataSet = await generate({ seed, train: 3000, validation: 1000, test: 1500 });
      const images = splitNames.flatMap((split) => imagesOf(dataSet[split].pixels));
      expect(images).toHaveLength(5500);
      expect(new Set(images).size).toBe(images.length);
    },
  );
  test('every image has a dark stroke, with its mass in the middle', async () => {
    const { train } = await generate({ seed: 3, train: 500, validation: 5, test: 1 });
    for (let k = 0; k < train.count; k++) {
      const image = train.pixels.subarray(k * PIXELS, (k + 1) * PIXELS);
      let mass = 0;
      let massX = 0;
      let massY = 0;
      image.forEach((byte, at) => {
        mass += byte;
        massX += byte * (at % 28);
        massY += byte * Math.floor(at / 28);
      });
      expect(Math.max(...image)).toBeGreaterThan(200);
      const inkInRow = (y: number): number => Math.max(...image.subarray(y * 28, y * 28 + 28));
      const inkInColumn = (x: number): number => Math.max(...image.filter((_, at) => at % 28 === x));
      // A lopsided glyph stops at the edge.
      if (inkInRow(0) + inkInRow(27) < 32) expect(Math.abs(massY / mass - 14)).toBeLessThanOrEqual(0.51);
      if (inkInColumn(0) + inkInColumn(27) < 32) expect(Math.abs(massX / mass - 14)).toBeLessThanOrEqual(0.51);
    }
  });
  test('reports progress, up to the whole', async () => {
    const reports: [number, number][] = [];
    await generate({ seed: 1, train: 6000, validation: 5, test: 500 }, (done, total) => reports.push([done, total]));
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.at(-1)).toEqual([6505, 6505]);
    expect(reports.every(([done], i) => i === 0 || done >= reports[i - 1]![0])).toBe(true);
  });
  test('gives the event loop turns, and can be cancelled in one', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 30);
    let done = 0;
    await expect(
      generate({ seed: 1, train: 100_000, validation: 5, test: 1 }, (count) => (done = count), controller.signal),
    ).rejects.toThrow('enough');
    expect(done).toBeLessThan(90_000);
    await expect(generate({ seed: 1, train: 1, validation: 5, test: 1 }, undefined, controller.signal)).rejects.toThrow(
      'enough',
    );
  });
  test.each([
    ['train', { seed: 1, train: 0, validation: 5, test: 10 }, 0],
    ['validation', { seed: 1, train: 10, validation: 0, test: 5 }, 0],
    ['test', { seed: 1, train: 10, validation: 5, test: 1.5 }, 1.5],
    ['test', { seed: 1, train: 10, validation: 5, test: 200_001 }, 200_001],
  ])('refuses a wrong number of %s images', async (split, request, found) => {
    const message = `${offer.title}: the number of ${split} images is to be a whole number from 1 to 200,000, found ${found}.`;
    await expect(generate(request)).rejects.toThrow(message);
    await expect(generate(request)).rejects.toBeInstanceOf(DataError);
  });
});

test('digits and letters of one seed are different images', async () => {
  const digits = await generateDigits({ seed: 4, train: 50, validation: 1, test: 1 });
  const letters = await generateLetters({ seed: 4, train: 50, validation: 1, test: 1 });
  expect([...digits.train.labels]).not.toEqual([...letters.train.labels]);
  expect(hash(digits.train.pixels)).not.toBe(hash(letters.train.pixels));
});
