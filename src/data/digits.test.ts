import { describe, expect, test } from 'vitest';
import { DataError } from './dataSet';
import { readFamily } from './digitSkeletons';
import { styleFamilies } from './digitStrokes';
import { createDigitMaker, digitsOffer, generateDigits } from './digits';

const PIXELS = 28 * 28;

/** 32-bit FNV-1a over bytes. */
function hash(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

describe('the strokes', () => {
  test('every digit has at least three styles', () => {
    for (let digit = 0; digit < 10; digit++) {
      const styles = styleFamilies.filter((family) => family.digit === digit);
      expect(styles.length, `styles of ${digit}`).toBeGreaterThanOrEqual(3);
    }
  });
  test.each(styleFamilies.map((family) => [family.digit, family.style, family] as const))(
    '%i %s: the variants have one form and stay near the unit box',
    (_digit, _style, family) => {
      const skeleton = readFamily(family);
      expect(skeleton.corners.length).toBeLessThanOrEqual(64);
      for (const variant of skeleton.variants) {
        expect(variant.every((value) => value >= -0.1 && value <= 1.02)).toBe(true);
      }
    },
  );
  test('variants of different form are our fault, and said', () => {
    expect(() => readFamily({ digit: 1, style: 'odd', weight: 1, variants: [['0 0, 1 1'], ['0 0, 1 1!']] })).toThrow(
      'internal: digitStrokes 1 “odd”: expected pairs of numbers in the form 0 2; corners 00, found 0 2; corners 01.',
    );
    expect(() => readFamily({ digit: 1, style: 'odd', weight: 1, variants: [['0 0, 1']] })).toThrow(/^internal: /);
  });
});

describe('generateDigits', () => {
  test('the same seed gives the same bytes; another seed does not', async () => {
    const first = await generateDigits({ seed: 1, train: 60, validation: 5, test: 20 });
    const again = await generateDigits({ seed: 1, train: 60, validation: 5, test: 20 });
    const other = await generateDigits({ seed: 2, train: 60, validation: 5, test: 20 });
    expect(again).toEqual(first);
    expect(hash(other.train.pixels)).not.toBe(hash(first.train.pixels));
    // The bytes are the same in every engine; whoever changes the look of the digits changes this number.
    expect(hash(first.train.pixels)).toBe(2348918680);
  });
  test('image k does not depend on how many are made', async () => {
    const few = await generateDigits({ seed: 5, train: 30, validation: 5, test: 7 });
    const many = await generateDigits({ seed: 5, train: 70, validation: 5, test: 9 });
    expect(many.train.pixels.subarray(0, 30 * PIXELS)).toEqual(few.train.pixels);
    expect(many.train.labels.subarray(0, 30)).toEqual(few.train.labels);
    expect(many.test.pixels.subarray(0, 7 * PIXELS)).toEqual(few.test.pixels);
    const alone = new Uint8Array(PIXELS);
    expect(createDigitMaker(5, 'train').make(29, alone, 0)).toBe(few.train.labels[29]);
    expect(alone).toEqual(few.train.pixels.subarray(29 * PIXELS, 30 * PIXELS));
  });
  test('the defaults: all images distinct, also between splits, digits about equally often, ink like handwriting', async () => {
    const { info, train, validation, test: testing } = await generateDigits({ seed: 1, ...digitsOffer.counts });
    const seen = new Set<string>();
    for (const split of [train, validation, testing]) {
      for (let k = 0; k < split.count; k++) {
        seen.add(Buffer.from(split.pixels.subarray(k * PIXELS, (k + 1) * PIXELS)).toString('latin1'));
      }
    }
    const { counts: made } = digitsOffer;
    expect(seen.size).toBe(made.train + made.validation + made.test);
    expect(info).toMatchObject({ id: 'digits', origin: 'generated', counts: digitsOffer.counts, shape: [28, 28, 1] });
    const counts = new Uint32Array(10);
    for (const label of train.labels) counts[label]!++;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
    expect(info.normalization.mean[0]).toBeGreaterThan(28);
    expect(info.normalization.mean[0]).toBeLessThan(39);
    expect(info.normalization.deviation[0]).toBeGreaterThan(70);
    expect(info.normalization.deviation[0]).toBeLessThan(87);
  });
  test('every image has a dark stroke, with its mass in the middle', async () => {
    const { train } = await generateDigits({ seed: 3, train: 500, validation: 5, test: 1 });
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
      // A lopsided digit stops at the edge.
      if (inkInRow(0) + inkInRow(27) < 32) expect(Math.abs(massY / mass - 14)).toBeLessThanOrEqual(0.51);
      if (inkInColumn(0) + inkInColumn(27) < 32) expect(Math.abs(massX / mass - 14)).toBeLessThanOrEqual(0.51);
    }
  });
  test('reports progress, up to the whole', async () => {
    const reports: [number, number][] = [];
    await generateDigits({ seed: 1, train: 6000, validation: 5, test: 500 }, (done, total) =>
      reports.push([done, total]),
    );
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.at(-1)).toEqual([6505, 6505]);
    expect(reports.every(([done], i) => i === 0 || done >= reports[i - 1]![0])).toBe(true);
  });
  test('gives the event loop turns, and can be cancelled in one', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 30);
    let done = 0;
    await expect(
      generateDigits({ seed: 1, train: 100_000, validation: 5, test: 1 }, (count) => (done = count), controller.signal),
    ).rejects.toThrow('enough');
    expect(done).toBeLessThan(90_000);
    await expect(
      generateDigits({ seed: 1, train: 1, validation: 5, test: 1 }, undefined, controller.signal),
    ).rejects.toThrow('enough');
  });
  test.each([
    ['train', { seed: 1, train: 0, validation: 5, test: 10 }, 0],
    ['validation', { seed: 1, train: 10, validation: 0, test: 5 }, 0],
    ['test', { seed: 1, train: 10, validation: 5, test: 1.5 }, 1.5],
    ['test', { seed: 1, train: 10, validation: 5, test: 200_001 }, 200_001],
  ])('refuses a wrong number of %s images', async (split, request, found) => {
    const message = `Digits: the number of ${split} images is to be a whole number from 1 to 200,000, found ${found}.`;
    await expect(generateDigits(request)).rejects.toThrow(message);
    await expect(generateDigits(request)).rejects.toBeInstanceOf(DataError);
  });
});
