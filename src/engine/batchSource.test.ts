import { expect, test } from 'vitest';
import { epochOrder } from '../data/batches';
import { createBatchSource } from './batchSource';

test('an epoch is whole batches of its own order; what is left over waits', () => {
  const source = createBatchSource(10, 3, 7);
  expect(source.stepsPerEpoch).toBe(3);
  const batch = (step: number): number[] => [...source.indices(step)];
  const epochs = [0, 1].map((epoch) => [...epochOrder(7, epoch, 10)].slice(0, 9));
  expect([1, 2, 3].flatMap(batch)).toEqual(epochs[0]);
  expect([4, 5, 6].flatMap(batch)).toEqual(epochs[1]);
  // Any step at any time: a restored run goes back.
  expect(batch(2)).toEqual(epochs[0]?.slice(3, 6));
});

test('a batch larger than the data set is refused', () => {
  expect(() => createBatchSource(10, 11, 7)).toThrow(/A batch of 11 images was asked for/);
});
