import { describe, expect, test } from 'vitest';
import type { DataSetOffer } from '../../../data/dataSet';
import type { OfferedWeights } from '../../../data/weightsCard';
import { formatPercent } from '../../../draw/format';
import { checkStart, fittingWeights, startOptions, startValue, withStartKept } from './startChoices';

const offered = (
  name: string,
  network: string,
  id: string,
  shape: OfferedWeights['data']['shape'],
): OfferedWeights => ({
  name,
  title: name,
  network,
  data: { id, title: id, classes: ['a', 'b'], shape },
  accuracy: { images: 5000, fraction: 0.9912 },
  bytes: 1000,
});
const all = [
  offered('lenet5-digits', 'lenet5', 'digits', [28, 28, 1]),
  offered('lenet5-mnist', 'lenet5', 'mnist', [28, 28, 1]),
  offered('resnet-8-things', 'resnet-8', 'things', [32, 32, 3]),
  offered('resnet-8-small', 'resnet-8', 'own-small', [8, 8, 3]),
];
const own: DataSetOffer = {
  id: 'own-small',
  title: 'Small',
  origin: 'imported',
  classes: ['a', 'b'],
  shape: [8, 8, 3],
  counts: { train: 1, validation: 1, test: 1 },
};
const names = (fitting: readonly OfferedWeights[]): string[] => fitting.map(({ name }) => name);

test('offered are those of the network and of images of that size, the data set’s own first', () => {
  expect(names(fittingWeights(all, { network: 'lenet5', dataSet: 'mnist' }, []))).toEqual([
    'lenet5-mnist',
    'lenet5-digits',
  ]);
  expect(names(fittingWeights(all, { network: 'resnet-8', dataSet: 'cifar10' }, []))).toEqual(['resnet-8-things']);
  expect(names(fittingWeights(all, { network: 'resnet-8', dataSet: 'own-small' }, [own]))).toEqual(['resnet-8-small']);
  expect(fittingWeights(all, { network: 'resnet-8', dataSet: 'own-small' }, [])).toEqual([]);
  expect(fittingWeights(all, { network: 'mlp', dataSet: 'mnist' }, [])).toEqual([]);
});

test('the choices have words, and the present one is always among them', () => {
  const [first] = all;
  const options = startOptions(first === undefined ? [] : [first], { file: 'f'.repeat(64), name: 'mine.safetensors' });
  expect(options.map(({ label }) => label)).toEqual([
    'random weights',
    `lenet5-digits, ${formatPercent(0.9912)}`,
    'mine.safetensors',
  ]);
  expect(options[2]?.value).toBe(startValue({ file: 'f'.repeat(64), name: 'mine.safetensors' }));
  expect(startOptions([], { weights: 'gone' }).at(-1)).toMatchObject({ value: 'weights gone', label: 'gone' });
  expect(startOptions([], null)).toHaveLength(1);
});

describe('a change of network or data set', () => {
  const before = { network: 'lenet5', dataSet: 'digits', start: { weights: 'lenet5-digits' } } as const;
  test('lets go of the weights where they cannot fit', () => {
    expect(withStartKept(before, { ...before, network: 'mlp' }, []).start).toBeNull();
    expect(withStartKept(before, { ...before, dataSet: 'things' as const }, []).start).toBeNull();
    expect(withStartKept(before, { ...before, dataSet: 'own-x' as const }, []).start).toBeNull();
  });
  test('keeps them on images of the same size, and takes new ones as they are', () => {
    expect(withStartKept(before, { ...before, dataSet: 'mnist' as const }, []).start).toEqual(before.start);
    const other = { network: 'resnet-8', dataSet: 'things', start: { weights: 'resnet-8-things' } } as const;
    expect(withStartKept(before, other, []).start).toEqual(other.start);
  });
});

test('a start from a link is one of the three, or none', () => {
  expect(checkStart(null)).toBeNull();
  expect(checkStart({ weights: 'lenet5-mnist', more: 1 })).toEqual({ weights: 'lenet5-mnist' });
  expect(checkStart({ file: 'a'.repeat(64), name: 'x' })).toEqual({ file: 'a'.repeat(64), name: 'x' });
  for (const wrong of ['lenet5', 3, {}, { weights: '../x' }, { file: 'abc', name: 'x' }, { file: 'a'.repeat(64) }]) {
    expect(checkStart(wrong)).toBeUndefined();
  }
});
