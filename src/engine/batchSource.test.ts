import { expect, test } from 'vitest';
import { epochOrder } from '../data/batches';
import type { DataSet, LabelledImages } from '../data/dataSet';
import { createBatchSource } from './batchSource';

/** Ten images of one pixel, whose byte and label tell which one it is. */
const images: LabelledImages = {
  count: 10,
  shape: [1, 1, 1],
  pixels: Uint8Array.from({ length: 10 }, (_, i) => i),
  labels: Uint8Array.from({ length: 10 }, (_, i) => i),
};
const dataSet: DataSet = {
  info: {
    id: 'digits',
    title: 'Ten',
    origin: 'generated',
    classes: [],
    shape: [1, 1, 1],
    counts: { train: 10, test: 10 },
    normalization: { mean: 0, deviation: 1 },
  },
  train: images,
  test: images,
};

test('an epoch is whole batches of its own order; what is left over waits', () => {
  const source = createBatchSource(dataSet, [1, 1, 1], 10, 3, 7);
  expect(source.stepsPerEpoch).toBe(3);
  const image = new Float32Array(3);
  const labels = new Int32Array(3);
  const batch = (step: number): number[] => {
    source.fill(step, image, labels);
    expect([...image]).toEqual([...labels]);
    return [...labels];
  };
  const epochs = [0, 1].map((epoch) => [...epochOrder(7, epoch, 10)].slice(0, 9));
  expect([1, 2, 3].flatMap(batch)).toEqual(epochs[0]);
  expect([4, 5, 6].flatMap(batch)).toEqual(epochs[1]);
  // Any step at any time: a restored run goes back.
  expect(batch(2)).toEqual(epochs[0]?.slice(3, 6));
});

test('a batch larger than the data set is refused', () => {
  expect(() => createBatchSource(dataSet, [1, 1, 1], 10, 11, 7)).toThrow(/A batch of 11 images was asked for/);
});
