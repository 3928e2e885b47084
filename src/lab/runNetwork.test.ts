import { expect, test } from 'vitest';
import type { DataSetOffer } from '../data/dataSet';
import { networkNamed } from '../network/zoo';
import { classNamesOf, dataFormOf, imageShapeOf, networkOfRun, offerOf } from './runNetwork';
import { defaultDescription } from './runs';

const shells: DataSetOffer = {
  id: 'own-shells',
  title: 'Shells',
  origin: 'imported',
  classes: ['whelk', 'cockle', 'mussel'],
  shape: [48, 40, 3],
  counts: { train: 30, validation: 3, test: 6 },
};
const onShells = { description: { ...defaultDescription, dataSet: shells.id }, dataSets: [shells] };

test('a run on a data set of the reader’s own: its network has the set’s channels, size and classes', () => {
  const spec = networkOfRun(onShells);
  expect(spec.inputs[0]?.shape).toEqual([48, 40, 3]);
  expect(spec.layers.at(-1)).toMatchObject({ units: 3 });
  // The same object for the same question, by which figures are spared a new drawing.
  expect(networkOfRun({ ...onShells })).toBe(spec);
  expect(classNamesOf(onShells)).toBe(shells.classes);
  expect(imageShapeOf(onShells)).toBe(shells.shape);
  expect(offerOf(onShells)).toBe(shells);
});

test('what the engine has not told yet: published sets are known beforehand, the reader’s own are not', () => {
  const untold = (dataSet: DataSetOffer['id']) => ({ description: { ...defaultDescription, dataSet }, dataSets: [] });
  expect(networkOfRun(untold('digits'))).toBe(networkNamed('lenet5'));
  expect(networkOfRun(untold('emnist-balanced')).layers.at(-1)).toMatchObject({ units: 47 });
  expect(networkOfRun(untold('cifar100')).inputs[0]?.shape).toEqual([32, 32, 3]);
  expect(classNamesOf(untold('emnist-letters'))).toHaveLength(26);
  expect(classNamesOf(untold('digits'))).toBe(classNamesOf(untold('mnist')));
  expect(offerOf(untold('digits'))).toBeNull();
  expect(dataFormOf('own-shells', [])).toBeNull();
  expect(networkOfRun(untold('own-shells'))).toBe(networkNamed('lenet5'));
  expect(imageShapeOf(untold('own-shells'))).toBeNull();
});

test('where the network cannot look at the data, it is the zoo’s own: the engine says why', () => {
  const original = { ...onShells, description: { ...onShells.description, network: 'lenet5-1998' } };
  expect(networkOfRun(original)).toBe(networkNamed('lenet5-1998'));
});
