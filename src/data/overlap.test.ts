/** Repetitions, found by bytes. The sets are small enough to count by hand; one is as large as MNIST, for the time it takes. */

import { expect, test } from 'vitest';
import { randomStream } from '../tensor/random';
import type { DataSet, LabelledImages } from './dataSet';
import { findOverlap, overlapWords } from './overlap';

function split(images: readonly (readonly number[])[], labels: readonly number[]): LabelledImages {
  return {
    count: images.length,
    shape: [1, images[0]?.length ?? 1, 1],
    pixels: Uint8Array.from(images.flat()),
    labels: Uint8Array.from(labels),
  };
}
function set(train: LabelledImages, validation: LabelledImages, test: LabelledImages): DataSet {
  return {
    train,
    validation,
    test,
    info: {
      id: 'digits',
      title: 'Numbers',
      origin: 'generated',
      classes: ['a', 'b'],
      shape: train.shape,
      counts: { train: train.count, validation: validation.count, test: test.count },
      normalization: { mean: [0], deviation: [1] },
    },
  };
}
const [A, B, C, D, E] = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
  [3, 2, 1],
  [0, 0, 7],
] as const;

test('inside a split and between splits, with labels', () => {
  const report = findOverlap(
    set(split([A, B, A, A], [0, 0, 0, 1]), split([C, B], [0, 1]), split([D, A, C, C], [0, 0, 1, 0])),
  );
  expect(report.within).toEqual({ train: 2, validation: 0, test: 1 });
  expect(report.between).toEqual([
    { splits: ['train', 'validation'], count: 1 },
    { splits: ['train', 'test'], count: 1 },
    { splits: ['validation', 'test'], count: 2 },
  ]);
  // Training image 3 is an A with another label; B in validation; the first C in test, and the second C differs from the first.
  expect(report.otherLabels).toBe(4);
  expect(report.examples[0]).toEqual({
    first: { split: 'train', index: 1 },
    second: { split: 'validation', index: 1 },
    isSameLabel: false,
  });
  expect(report.examples).toHaveLength(7);
  expect(overlapWords(report)).toBe(
    '1 validation image is also a training image. 1 test image is also a training image. 2 test images are also validation images. ' +
      '2 training images repeat an earlier one. 1 test image repeats an earlier one. In 4 of these cases the two labels differ.',
  );
});

test('equal hashes prove nothing: with one hash for all images the answer is the same', () => {
  const data = set(split([A, B, A], [0, 0, 1]), split([C], [0]), split([D, B], [0, 0]));
  const report = findOverlap(data, { hash: () => 7 });
  expect(report).toEqual(findOverlap(data));
  expect([report.within.train, report.between[1]?.count, report.otherLabels]).toEqual([1, 1, 1]);
});

test('nothing is there twice', () => {
  const report = findOverlap(set(split([A, B], [0, 1]), split([C], [0]), split([D, E], [0, 1])));
  expect(report.within).toEqual({ train: 0, validation: 0, test: 0 });
  expect(report.examples).toEqual([]);
  expect(overlapWords(report)).toBe('No image is there twice.');
  expect(overlapWords(report, { one: 'point', many: 'points' })).toBe('No point is there twice.');
});

test('no more examples than asked for, and all are counted', () => {
  const same = Array.from({ length: 50 }, () => A);
  const report = findOverlap(
    set(
      split(
        same,
        same.map(() => 0),
      ),
      split([A], [0]),
      split([B], [0]),
    ),
    { examples: 3 },
  );
  expect(report.within.train).toBe(49);
  expect(report.examples).toHaveLength(3);
});

test('60,000 random images of 28×28 with 25 planted repetitions: all 25, no other', () => {
  const random = randomStream(3, 'overlap test');
  const pixels = new Uint8Array(60_000 * 784);
  const words = new Uint32Array(pixels.buffer);
  for (let at = 0; at < words.length; at += 16) words[at] = random.integer(2 ** 24);
  for (let copy = 0; copy < 25; copy++) {
    pixels.copyWithin((30_000 + copy) * 784, copy * 784, (copy + 1) * 784);
  }
  const train: LabelledImages = { count: 60_000, shape: [28, 28, 1], pixels, labels: new Uint8Array(60_000) };
  const tail = pixels.slice(-784);
  tail[783] = 1;
  const one: LabelledImages = { count: 1, shape: [28, 28, 1], pixels: tail, labels: new Uint8Array(1) };
  const zero: LabelledImages = { count: 1, shape: [28, 28, 1], pixels: new Uint8Array(784), labels: new Uint8Array(1) };
  const report = findOverlap(set(train, one, zero));
  expect(report.within.train).toBe(25);
  expect(report.between.every(({ count }) => count === 0)).toBe(true);
  expect(report.examples.map(({ first, second }) => second.index - first.index)).toEqual(new Array(25).fill(30_000));
});
