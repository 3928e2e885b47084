/** Neighbours and close pairs against plain loops that compare everything with everything. */

import { describe, expect, test } from 'vitest';
import { randomStream } from '../tensor/random';
import { DataError, type LabelledImages } from './dataSet';
import { findClosePairs, nearest, type ClosePair } from './neighbours';

function randomImages(count: number, shape: LabelledImages['shape'], name: string, levels = 256): LabelledImages {
  const random = randomStream(1, name);
  const pixels = Uint8Array.from({ length: count * shape[0] * shape[1] * shape[2] }, () => random.integer(levels));
  return { count, shape, pixels, labels: new Uint8Array(count) };
}
function distance(one: LabelledImages, index: number, other: LabelledImages, otherIndex: number): number {
  const size = one.shape[0] * one.shape[1] * one.shape[2];
  let squares = 0;
  for (let at = 0; at < size; at++) {
    squares += (one.pixels[index * size + at]! - other.pixels[otherIndex * size + at]!) ** 2;
  }
  return Math.sqrt(squares / size);
}
const imageOf = ({ pixels, shape }: LabelledImages, index: number): Uint8Array => {
  const size = shape[0] * shape[1] * shape[2];
  return pixels.subarray(index * size, (index + 1) * size);
};

describe('nearest', () => {
  const images = randomImages(300, [9, 9, 1], 'neighbours');

  test('5 of 300, as a plain sort finds them', () => {
    const expected = Array.from({ length: 300 }, (_, index) => ({
      index,
      distance: distance(images, 7, images, index),
    }))
      .filter(({ index }) => index !== 7)
      .sort((one, other) => one.distance - other.distance)
      .slice(0, 5);
    const found = nearest(imageOf(images, 7), images, 5, 7);
    expect(found.map(({ index }) => index)).toEqual(expected.map(({ index }) => index));
    found.forEach((each, place) => expect(each.distance).toBeCloseTo(expected[place]!.distance, 10));
  });

  // In noise a sketch tells little, so that the nearest image is seldom among those with the nearest sketches.
  test('the nearest one of 300 images of noise, for each of 60', () => {
    for (let query = 0; query < 60; query++) {
      const distances = Array.from({ length: 300 }, (_, index) =>
        index === query ? Infinity : distance(images, query, images, index),
      );
      const [found] = nearest(imageOf(images, query), images, 1, query);
      expect(found?.distance).toBeCloseTo(Math.min(...distances), 10);
    }
  });

  test('without an exception the image itself is first, at distance 0', () => {
    expect(nearest(imageOf(images, 7), images, 1)).toEqual([{ index: 7, distance: 0 }]);
  });

  test('a hand-made distance: 3 and 4 apart in two of four values is √(25 ⁄ 4)', () => {
    const four: LabelledImages = {
      count: 1,
      shape: [2, 2, 1],
      pixels: Uint8Array.of(10, 10, 10, 10),
      labels: new Uint8Array(1),
    };
    expect(nearest([13, 10, 6, 10], four, 3)).toEqual([{ index: 0, distance: 2.5 }]);
  });

  test('ties: the earlier image first', () => {
    const same: LabelledImages = {
      count: 4,
      shape: [1, 1, 1],
      pixels: Uint8Array.of(5, 9, 5, 5),
      labels: new Uint8Array(4),
    };
    expect(nearest([5], same, 3).map(({ index }) => index)).toEqual([0, 2, 3]);
  });

  test('another size is refused', () => {
    expect(() => nearest([1, 2], images, 3)).toThrow(DataError);
    expect(() => nearest([1, 2], images, 3)).toThrow(
      /^Neighbours of an image with 2 values were asked for among images with 81\. Choose an image of the same set\.$/,
    );
  });
});

function closePairs(images: LabelledImages, among: LabelledImages, limit: number, isSameSplit = false): ClosePair[] {
  const pairs: ClosePair[] = [];
  for (let index = 0; index < images.count; index++) {
    let best: ClosePair | null = null;
    for (let other = 0; other < (isSameSplit ? index : among.count); other++) {
      const here = distance(images, index, among, other);
      if (here <= limit && (best === null || here < best.distance)) best = { index, nearest: other, distance: here };
    }
    if (best !== null) pairs.push(best);
  }
  return pairs.sort((one, other) => one.distance - other.distance || one.index - other.index);
}

describe('findClosePairs', () => {
  // Few levels and few values, so that near pairs abound.
  test.each([
    { shape: [3, 3, 1], limit: 1, isSameSplit: false },
    { shape: [3, 3, 1], limit: 1, isSameSplit: true },
    { shape: [5, 7, 3], limit: 2.7, isSameSplit: false },
    { shape: [1, 12, 1], limit: 1.2, isSameSplit: false },
    { shape: [2, 2, 1], limit: 0, isSameSplit: true },
  ] as const)('$shape within $limit, same split: $isSameSplit', async ({ shape, limit, isSameSplit }) => {
    const images = randomImages(120, shape, 'pairs', 6);
    const among = isSameSplit ? images : randomImages(200, shape, 'others', 6);
    const expected = closePairs(images, among, limit, isSameSplit);
    expect(expected.length).toBeGreaterThan(3);
    const found = await findClosePairs({ images, among, distance: limit, isSameSplit });
    expect(found.map(({ index, nearest: other }) => [index, other])).toEqual(
      expected.map(({ index, nearest: other }) => [index, other]),
    );
    found.forEach((pair, place) => expect(pair.distance).toBeCloseTo(expected[place]!.distance, 10));
  });

  test('progress reaches the end, and a cancelled search stops with the reason', async () => {
    const images = randomImages(700, [12, 12, 1], 'long', 4);
    const told: [number, number][] = [];
    await findClosePairs({ images, among: images, distance: 0.5, isSameSplit: true }, (done, total) =>
      told.push([done, total]),
    );
    expect(told.at(-1)).toEqual([700, 700]);
    expect(told.every(([done], place) => place === 0 || done >= told[place - 1]![0])).toBe(true);

    const controller = new AbortController();
    const reason = new Error('enough');
    const search = findClosePairs(
      { images, among: images, distance: 5, isSameSplit: true },
      () => controller.abort(reason),
      controller.signal,
    );
    await expect(search).rejects.toBe(reason);
  });

  test('splits of different sizes and impossible distances are refused', async () => {
    const images = randomImages(3, [2, 2, 1], 'small');
    await expect(findClosePairs({ images, among: randomImages(3, [2, 3, 1], 'wide'), distance: 1 })).rejects.toThrow(
      /^Images of 2 × 2 × 1 cannot be compared with images of 2 × 3 × 1\. Choose two splits of one set\.$/,
    );
    await expect(findClosePairs({ images, among: images, distance: -1 })).rejects.toThrow(
      /^The greatest distance of a near duplicate must be 0 or more, found -1\. Choose 10 if in doubt\.$/,
    );
  });
});
