import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { thingNames } from './shapes';
import { createThingMaker, createThingScenes, generateThings } from './things';

const small = { seed: 1, train: 60, validation: 10, test: 20 };

function hashesOf(pixels: Uint8Array, bytes: number): string[] {
  return Array.from({ length: pixels.length / bytes }, (_, k) =>
    createHash('sha256')
      .update(pixels.subarray(k * bytes, (k + 1) * bytes))
      .digest('hex'),
  );
}

test('the same seed gives the same bytes, another seed others; image k does not depend on how many are made', async () => {
  const [first, again, other, fewer] = await Promise.all([
    generateThings(small),
    generateThings(small),
    generateThings({ ...small, seed: 2 }),
    generateThings({ ...small, train: 10 }),
  ]);
  expect(again.train).toEqual(first.train);
  expect(other.train.pixels).not.toEqual(first.train.pixels);
  expect(fewer.train.pixels).toEqual(first.train.pixels.subarray(0, 10 * 32 * 32 * 3));
  expect(first.info).toMatchObject({
    id: 'things',
    shape: [32, 32, 3],
    counts: { train: 60, validation: 10, test: 20 },
    classes: thingNames,
  });
});

test('the splits share no image', async () => {
  const { train, validation, test: held } = await generateThings({ seed: 3, train: 400, validation: 400, test: 400 });
  const seen = new Set(hashesOf(train.pixels, 32 * 32 * 3));
  expect(seen.size).toBe(400);
  for (const { pixels } of [validation, held]) {
    for (const hash of hashesOf(pixels, 32 * 32 * 3)) {
      expect(seen).not.toContain(hash);
      seen.add(hash);
    }
  }
});

test('every class comes, each about as often', () => {
  const maker = createThingMaker(1, 'train');
  const out = new Uint8Array(32 * 32 * 3);
  const counts = thingNames.map(() => 0);
  for (let k = 0; k < 1000; k++) counts[maker.make(k, out, 0)]! += 1;
  for (const count of counts) expect(count).toBeGreaterThan(60);
});

test('the mean colour tells nothing of the class', () => {
  const maker = createThingMaker(1, 'train');
  const out = new Uint8Array(32 * 32 * 3);
  const sums = thingNames.map(() => ({ count: 0, channels: [0, 0, 0] }));
  for (let k = 0; k < 2000; k++) {
    const sum = sums[maker.make(k, out, 0)]!;
    sum.count += 1;
    for (let i = 0; i < out.length; i++) sum.channels[i % 3]! += out[i]! / 1024;
  }
  for (const channel of [0, 1, 2]) {
    const means = sums.map(({ count, channels }) => channels[channel]! / count);
    // One image's mean scatters by about 40; a mean over 200 of them by 3.
    expect(Math.max(...means) - Math.min(...means)).toBeLessThan(20);
  }
});

describe('scenes of several objects', () => {
  const sceneAt = createThingScenes(1, 'train', { side: 64, most: 4 });

  test('each box is the smallest around its object’s part of the mask', () => {
    for (let index = 0; index < 20; index++) {
      const { mask, objects, pixels } = sceneAt(index);
      expect(pixels).toHaveLength(64 * 64 * 3);
      for (const [k, { left, top, width, height, visible }] of objects.entries()) {
        const rows: number[] = [];
        const columns: number[] = [];
        mask.forEach((shown, pixel) => {
          if (shown !== k + 1) return;
          rows.push(Math.floor(pixel / 64));
          columns.push(pixel % 64);
        });
        expect(rows.length).toBeGreaterThan(0);
        expect([left, top]).toEqual([Math.min(...columns), Math.min(...rows)]);
        expect([left + width - 1, top + height - 1]).toEqual([Math.max(...columns), Math.max(...rows)]);
        expect(visible).toBeGreaterThanOrEqual(0.75);
      }
    }
  });

  test('the same index gives the same scene', () => {
    expect(createThingScenes(1, 'train', { side: 64, most: 4 })(7)).toEqual(sceneAt(7));
  });

  test('too many objects are refused', () => {
    expect(() => createThingScenes(1, 'train', { side: 32, most: 7 })).toThrow(
      'Things: the largest number of objects in a scene is to be a whole number from 1 to 6, found 7. Choose another.',
    );
  });
});
