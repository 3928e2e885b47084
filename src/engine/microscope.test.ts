/** What figures ask about a data set, answered from a small one. */

import { expect, test } from 'vitest';
import { tinyDataSet } from '../../tests/fixtures/tinyRun';
import type { DataSet } from '../data/dataSet';
import { generatePlanes } from '../data/planes/planes';
import { createMicroscope } from './microscope';
import { createPreparedData } from './preparedData';

const choice = { dataSet: 'digits', generatorSeed: 1 } as const;
const { signal } = new AbortController();
const told: string[] = [];

/** Test image 4 is training image 10, and test image 9 nearly so. */
function planted(): DataSet {
  const set = tinyDataSet(40);
  const image = set.train.pixels.subarray(360, 396);
  set.test.pixels.set(image, 4 * 36);
  set.test.pixels.set(image, 9 * 36);
  set.test.pixels[9 * 36] = (image[0]! + 30) % 256;
  return set;
}
const dataSet = planted();
const microscope = createMicroscope(
  createPreparedData({
    library: { load: () => Promise.resolve(dataSet) },
    overlays: { load: () => Promise.resolve(null), store: () => Promise.resolve() },
    onNotice: () => undefined,
  }),
  (task) => told.push(task),
);

test('labels are copies', async () => {
  const { info, labels } = await microscope.dataSetLabels(choice, signal);
  expect(info.title).toBe('Halves');
  expect(labels.test).toEqual(dataSet.test.labels);
  expect(labels.test).not.toBe(dataSet.test.labels);
});

test('images by number, and which numbers there are', async () => {
  const { pixels, labels } = await microscope.dataSetImages(
    { ...choice, split: 'validation', indices: [7, 0] },
    signal,
  );
  expect(pixels.subarray(0, 36)).toEqual(dataSet.validation.pixels.subarray(7 * 36, 8 * 36));
  expect([...labels]).toEqual([dataSet.validation.labels[7], dataSet.validation.labels[0]]);
  await expect(microscope.dataSetImages({ ...choice, split: 'test', indices: [40] }, signal)).rejects.toThrow(
    /^The test images are numbered 0 … 39, found 40\. Choose numbers in this range\.$/,
  );
});

test('mean images of a split', async () => {
  const { counts, byClass } = await microscope.meanImages({ ...choice, split: 'train' }, signal);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
  expect(byClass).toHaveLength(3 * 36);
});

test('neighbours in every split, without the image itself', async () => {
  const found = await microscope.neighbours({ ...choice, split: 'test', index: 4, count: 3 }, signal);
  expect(found.train[0]).toEqual({ index: 10, distance: 0 });
  expect(found.test[0]?.index).toBe(9);
  expect(found.test.some(({ index }) => index === 4)).toBe(false);
  expect(found.validation).toHaveLength(3);
  await expect(microscope.neighbours({ ...choice, split: 'test', index: 4, count: 0 }, signal)).rejects.toThrow(
    /^The number of neighbours must be a whole number from 1 to 100, found 0\. Choose 8 if in doubt\.$/,
  );
});

test('equal images between splits, and near ones with progress', async () => {
  const { between } = await microscope.overlap(choice, signal);
  expect(between[1]).toEqual({ splits: ['train', 'test'], count: 1 });
  const pairs = await microscope.closePairs({ ...choice, split: 'test', among: 'train', distance: 5.5 }, signal);
  expect(pairs.map(({ index, nearest }) => [index, nearest])).toEqual([
    [4, 10],
    [9, 10],
  ]);
  expect(told).toContain('Comparing images');
});

test('points: numbers by index, means, neighbours, repetitions and close pairs, as plain loops find them', async () => {
  const made = await generatePlanes({ kind: 'moons', seed: 1, train: 300, validation: 40, test: 60 });
  const { train, test: held } = made;
  const points = train.numbers!;
  // Test point 4 is training point 10, test point 9 nearly so.
  held.numbers!.set(points.subarray(20, 22), 8);
  held.numbers!.set([points[20]! + 0.0001, points[21]!], 18);
  const looked = createMicroscope(
    createPreparedData({
      library: { load: () => Promise.resolve(made) },
      overlays: { load: () => Promise.resolve(null), store: () => Promise.resolve() },
      onNotice: () => undefined,
    }),
    () => undefined,
  );
  const moons = { dataSet: 'planes-moons', generatorSeed: 1 } as const;
  const reply = await looked.dataSetImages({ ...moons, split: 'train', indices: [10, 0] }, signal);
  expect([...reply.numbers!]).toEqual([...points.subarray(20, 22), ...points.subarray(0, 2)]);

  const { all } = await looked.meanImages({ ...moons, split: 'train' }, signal);
  const meanX = points.reduce((sum, value, at) => sum + (at % 2 === 0 ? value : 0), 0) / 300;
  expect(all[0]).toBeCloseTo(meanX, 6);

  const far = (one: number): number =>
    Math.sqrt(((points[2 * one]! - points[10]!) ** 2 + (points[2 * one + 1]! - points[11]!) ** 2) / 2);
  const order = Array.from({ length: 300 }, (_, index) => index).sort((one, other) => far(one) - far(other));
  const near = await looked.neighbours({ ...moons, split: 'train', index: 5, count: 6 }, signal);
  expect(near.train.map(({ index }) => index)).toEqual(order.slice(1, 7));
  near.train.forEach(({ index, distance }) => expect(distance).toBeCloseTo(far(index), 10));

  const { examples } = await looked.overlap(moons, signal);
  expect(examples.map(({ first, second }) => [first, second])).toEqual([
    [
      { split: 'train', index: 10 },
      { split: 'test', index: 4 },
    ],
  ]);
  const pairs = await looked.closePairs({ ...moons, split: 'test', among: 'train', distance: 0.0002 }, signal);
  expect(pairs.slice(0, 2).map(({ index, nearest }) => [index, nearest])).toEqual([
    [4, 10],
    [9, 10],
  ]);
  expect(pairs[0]!.distance).toBe(0);
});
