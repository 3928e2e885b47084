/** What the *Data set* control offers. */

import { expect, test } from 'vitest';
import type { DataSetOffer } from '../../data/dataSet';
import { dataSetGroups } from './dataChoice';

const offer = (id: DataSetOffer['id'], title: string, shape: DataSetOffer['shape']): DataSetOffer => ({
  id,
  title,
  origin: 'imported',
  classes: ['a', 'b'],
  shape,
  counts: { train: 4, validation: 1, test: 1 },
});
const labels = (groups: ReturnType<typeof dataSetGroups>): Record<string, readonly string[]> =>
  Object.fromEntries(groups.map(({ title, options }) => [title, options.map(({ label }) => label)]));

test('in three groups, with what is not here marked; none of the reader’s own, no group of them', () => {
  const found = labels(dataSetGroups('lenet5', 'digits', [offer('mnist', 'MNIST', [28, 28, 1])]));
  expect(Object.keys(found)).toEqual(['Made by this book', 'Real']);
  expect(found['Made by this book']?.slice(0, 2)).toContain('Digits');
  expect(found['Real']).toContain('MNIST');
  expect(found['Real']).toContain('Fashion-MNIST (not here yet)');
  expect(labels(dataSetGroups('lenet5', 'digits', [offer('own-cats', 'My cats', [32, 32, 3])]))['Yours']).toEqual([
    'My cats',
  ]);
});

test('what the network cannot look at is not offered, but what the run has always is', () => {
  // The last convolution of the original LeNet-5 is to cover its whole input.
  const large = offer('own-large', 'Large', [64, 64, 1]);
  expect(labels(dataSetGroups('lenet5-1998', 'digits', [large]))['Yours']).toBeUndefined();
  expect(labels(dataSetGroups('lenet5-1998', 'own-large', [large]))['Yours']).toEqual(['Large']);
  // Deleted while it is being trained on.
  expect(labels(dataSetGroups('lenet5', 'own-gone', []))['Yours']).toEqual(['Your data set (not here yet)']);
});
