import { describe, expect, test } from 'vitest';
import { networkNamed, zoo } from '../../network/zoo';
import { definition } from './schema';
import { layerRows } from './state';

/** The value of sums of products, with one level of brackets. */
function valueOf(text: string): number {
  const flat = text.replace(/\(([^)]*)\)/, (_, inner: string) => String(valueOf(inner)));
  return flat
    .split(' + ')
    .map((product) => product.split('·').reduce((value, factor) => value * Number(factor), 1))
    .reduce((sum, value) => sum + value, 0);
}
const plain = (text: string): number => Number(text.replaceAll(',', ''));

describe.each(zoo.map(({ name }) => name))('%s', (name) => {
  const rows = layerRows(networkNamed(name));

  test('the arithmetic of every layer comes to its number of parameters', () => {
    for (const { name: layer, arithmetic, parameters } of rows.layers) {
      expect(arithmetic === '' ? 0 : valueOf(arithmetic), layer).toBe(plain(parameters));
    }
  });

  test('the totals are the sums of their columns', () => {
    for (const column of ['parameters', 'multiplyAdds'] as const) {
      expect(rows.layers.reduce((sum, row) => sum + plain(row[column]), 0)).toBe(plain(rows.total[column]));
    }
  });
});

test('LeNet-5: 61,706 parameters; a row as it is printed', () => {
  const rows = layerRows(networkNamed('lenet5'));
  expect(rows.total.parameters).toBe('61,706');
  expect(rows.layers.find(({ name }) => name === 'conv2')).toEqual({
    name: 'conv2',
    operation: 'convolution 5 × 5',
    output: '10 × 10 × 16',
    parameters: '2,416',
    arithmetic: '(5·5·6 + 1)·16',
    multiplyAdds: '240,000',
    receptiveField: '14 × 14',
  });
  expect(layerRows(networkNamed('lenet5-1998')).total.parameters).toBe('60,000');
});

test('attributes: a network of the zoo and nothing else', () => {
  expect(definition.attributes.parse({ network: 'lenet5' })).toEqual({ network: 'lenet5' });
  expect(definition.attributes.safeParse({ network: 'lenet6' }).error?.message).toContain('lenet5');
  expect(definition.attributes.safeParse({ network: 'lenet5', colour: 'red' }).success).toBe(false);
});
