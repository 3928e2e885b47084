import { expect, test } from 'vitest';
import { networkNamed } from '../../network/zoo';
import { definition } from './schema';
import { connectionRows } from './state';

test('the table of C3: 60 crosses, 1,516 parameters, named after S2', () => {
  const rows = connectionRows(networkNamed('lenet5-1998'), 'C3');
  expect(rows).toMatchObject({ source: 'S2', maps: 6, filters: 16, crosses: 60, parameters: '5·5·60 + 16 = 1,516' });
  expect(rows.seen).toEqual([3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6]);
  // As printed: the first row of Table I in the paper.
  expect(rows.isConnected[0]!.map((isOn) => (isOn ? 'X' : '.')).join('')).toBe('X...XXX..XXXX.XX');
});

test('without a table every filter sees every map', () => {
  expect(connectionRows(networkNamed('lenet5'), 'conv2')).toMatchObject({
    source: 'pool1',
    crosses: 96,
    parameters: '(5·5·6 + 1)·16 = 2,416',
  });
});

test('attributes: the layer must be a convolution of the network', () => {
  expect(definition.attributes.safeParse({ network: 'lenet5-1998', layer: 'C3' }).success).toBe(true);
  expect(definition.attributes.safeParse({ network: 'lenet5-1998', layer: 'S2' }).error?.issues[0]?.message).toBe(
    'expected a convolution of lenet5-1998: C1, C3, C5; found "S2"',
  );
});
