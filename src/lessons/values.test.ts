import { describe, expect, test } from 'vitest';
import { zoo } from '../network/zoo';
import { networkValues } from './networkValues';
import { formatValue, valueOf } from './values';

const networks = zoo.map(({ name }) => name).join(', ');
const declared = new Map([['half', 0.5]]);

describe('valueOf', () => {
  // The numbers of the paper (LeCun et al. 1998) and of the curriculum, not of this code.
  test.each([
    ['lenet5.parameters', 61706],
    ['lenet5.parameterBytes', 4 * 61706],
    ['lenet5.conv2.parameters', 2416],
    ['lenet5-1998.parameters', 60000],
    ['lenet5-1998.connections', 340908],
    ['lenet5-1998.C3.parameters', 1516],
    ['lenet5.conv2.height * lenet5.conv2.width * lenet5.conv2.channels', 1600],
    ['lenet5.dense1.height', 1],
    ['lenet5.dense1.channels', 120],
    ['lenet5.conv1.activationBytes', 4 * 28 * 28 * 6],
    ['lenet5.pool1.receptiveField', 6],
    ['half * 3', 1.5],
  ])('%s = %f', (text, value) => expect(valueOf(text, networkValues, declared)).toBe(value));

  test('a shape', () => expect(valueOf('lenet5.conv1.shape', networkValues, declared)).toEqual([28, 28, 6]));

  test.each([
    ['lenet5.conv1.shape * 2', 'expected a number, found the shape "lenet5.conv1.shape"'],
    ['lenet5.conv1.shape.height', 'expected network.layer.fact, found "lenet5.conv1.shape.height"'],
    ['lenet5', `expected a name from values: or a network, one of ${networks}, found "lenet5"`],
  ])('%s is refused', (text, message) => expect(() => valueOf(text, networkValues, declared)).toThrow(message));
});

describe('formatValue', () => {
  test.each([
    [61706, 'number', null, '61,706'],
    [1998, 'plain', null, '1998'],
    [-0.5, 'number', null, '−0.50'],
    [1 / 3, 'number', 4, '0.3333'],
    [0.976, 'percent', null, '97.6\u00a0%'],
    [0.5, 'percent', null, '50\u00a0%'],
    [[28, 28, 6], 'number', null, '28\u00a0×\u00a028\u00a0×\u00a06'],
  ] as const)('%j as %s with %j digits: %s', (value, style, digits, text) => {
    expect(formatValue(value, style, digits)).toBe(text);
  });
});
