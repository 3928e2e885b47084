import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DataError } from '../dataSet';
import { createView, createViewMaker, generateViews, textureKinds, viewKinds, type ViewKind } from './views';

const small = { seed: 1, train: 20, validation: 5, test: 5 };
const BYTES = 64 * 64 * 3;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

/** 48 × 64, seed 1. */
const golden: { readonly [K in ViewKind]: string } = {
  wood: '3d666abfcdee',
  stone: '6814a697cb64',
  sand: '46aae46d940b',
  brick: 'd30d58752f1e',
  cloth: '4ffc1e603e57',
  water: 'b83abb1373ee',
  clouds: 'e14cc0eb6510',
  grass: 'e74c64675f3d',
  hills: '067844fe4499',
  shore: '393daa117587',
  street: '6c6a74247c0a',
  'still life': 'f6d965d6667e',
};

/** Mean over the picture and how far a pixel lies from it, 0 … 255. */
function statistics(pixels: Uint8Array): { mean: number; deviation: number } {
  const mean = pixels.reduce((sum, byte) => sum + byte, 0) / pixels.length;
  return { mean, deviation: Math.sqrt(pixels.reduce((sum, byte) => sum + (byte - mean) ** 2, 0) / pixels.length) };
}

describe.each(viewKinds)('%s', (kind) => {
  test('the same seed gives the same bytes, another seed others', () => {
    const view = createView(kind, 1, 48, 64);
    expect(view).toMatchObject({ height: 48, width: 64 });
    expect(view.pixels).toHaveLength(48 * 64 * 3);
    expect(createView(kind, 1, 48, 64)).toEqual(view);
    expect(createView(kind, 2, 48, 64).pixels).not.toEqual(view.pixels);
    // The bytes are the same in every engine; whoever changes the picture changes these.
    expect(sha256(view.pixels)).toBe(golden[kind]);
  });

  test('is neither dark nor pale nor flat, whatever the seed', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { mean, deviation } = statistics(createView(kind, seed, 32, 32).pixels);
      expect(mean, `mean of seed ${seed}`).toBeGreaterThan(30);
      expect(mean, `mean of seed ${seed}`).toBeLessThan(225);
      expect(deviation, `deviation of seed ${seed}`).toBeGreaterThan(6);
    }
  });

  test('shows the same at twice the size', () => {
    const [coarse, fine] = [createView(kind, 3, 40, 40).pixels, createView(kind, 3, 80, 80).pixels];
    // Both as 5 × 5 fields of mean colours.
    const fields = (pixels: Uint8Array, side: number): Float64Array => {
      const means = new Float64Array(75);
      const size = side / 5;
      pixels.forEach((byte, i) => {
        const [row, column] = [Math.floor(i / 3 / side), Math.floor(i / 3) % side];
        means[(Math.floor(row / size) * 5 + Math.floor(column / size)) * 3 + (i % 3)]! += byte / (size * size);
      });
      return means;
    };
    const [first, second] = [fields(coarse, 40), fields(fine, 80)];
    const apart = first.reduce((sum, mean, i) => sum + Math.abs(mean - second[i]!), 0) / 75;
    expect(apart).toBeLessThan(16);
  });
});

test.each([
  ['height', 7, 64, 7],
  ['height', 513, 64, 513],
  ['width', 64, 32.5, 32.5],
] as const)('a %s of %f × %f is refused', (name, height, width, found) => {
  expect(() => createView('hills', 1, height, width)).toThrow(DataError);
  expect(() => createView('hills', 1, height, width)).toThrow(
    `Views: the ${name} of a picture is to be a whole number from 8 to 512, found ${found}. Choose another.`,
  );
});

describe('the data set', () => {
  test('image k does not depend on how many are made; the splits share no image; every kind comes', async () => {
    const [first, fewer] = await Promise.all([
      generateViews({ ...small, train: 60 }),
      generateViews({ ...small, train: 4 }),
    ]);
    expect(fewer.train.pixels).toEqual(first.train.pixels.subarray(0, 4 * BYTES));
    expect(first.info).toMatchObject({ id: 'views', shape: [64, 64, 3], classes: textureKinds });
    const hashes = [first.train, first.validation, first.test].flatMap(({ pixels, count }) =>
      Array.from({ length: count }, (_, k) => sha256(pixels.subarray(k * BYTES, (k + 1) * BYTES))),
    );
    expect(new Set(hashes).size).toBe(70);
    expect(new Set(first.train.labels).size).toBe(textureKinds.length);
    const alone = new Uint8Array(BYTES);
    expect(createViewMaker(1, 'train').make(3, alone, 0)).toBe(first.train.labels[3]);
    expect(alone).toEqual(first.train.pixels.subarray(3 * BYTES, 4 * BYTES));
  });

  test('progress goes up to the whole; a signal ends the work', async () => {
    const reports: [number, number][] = [];
    await generateViews(small, (done, total) => reports.push([done, total]));
    expect(reports.at(-1)).toEqual([30, 30]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 5);
    await expect(generateViews({ ...small, train: 10_000 }, undefined, controller.signal)).rejects.toThrow('enough');
  });
});
