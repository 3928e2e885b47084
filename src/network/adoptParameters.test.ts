import { describe, expect, test } from 'vitest';
import { networkOn } from './adapt';
import { adoptParameters } from './adoptParameters';
import { initialParameters } from './initialize';
import { networkNamed } from './zoo';

const lenet = networkNamed('lenet5');
const values = initialParameters(lenet, 3);

test('the same network and the same classes: every number', () => {
  const { slots, fresh } = adoptParameters(lenet, lenet, values, true);
  expect(fresh).toEqual([]);
  expect(new Map(slots)).toEqual(values);
});

test('as many other classes: all but the layer that makes the logits', () => {
  const { slots, fresh } = adoptParameters(lenet, lenet, values, false);
  expect(fresh).toEqual(['dense3']);
  expect([...values.keys()].filter((slot) => !slots.has(slot))).toEqual(['dense3.weight', 'dense3.bias']);
  expect(slots.get('conv2.weight')).toBe(values.get('conv2.weight'));
});

test('another number of classes likewise, whatever is said of them', () => {
  const letters = networkOn(lenet, { shape: [28, 28, 1], classes: 47 });
  expect(adoptParameters(lenet, letters, values, true).fresh).toEqual(['dense3']);
});

test('running statistics move over with their layer; logits behind a global mean are made by the layer before it', () => {
  const resnet = networkNamed('resnet-8');
  const start = initialParameters(resnet, 1);
  const { slots, fresh } = adoptParameters(resnet, resnet, start, false);
  expect(fresh).toHaveLength(1);
  expect([...slots.keys()].some((slot) => slot.endsWith('.runningMean'))).toBe(true);
  expect(slots.size).toBe(start.size - 2);
});

describe('refused', () => {
  test('images of another size, where a dense layer looks at all of them', () => {
    const larger = networkOn(lenet, { shape: [48, 48, 1], classes: 10 });
    expect(() => adoptParameters(lenet, larger, values, true)).toThrow(
      'trained weights for LeNet-5: layer dense1 (dense): expected dense1.weight of shape [1296,120], as this data set needs it, found [400,120]: ' +
        'they were trained on images of at most 32×32 with 1 channel. Choose a data set of such images, or start from random weights.',
    );
  });
  test('images of other channels', () => {
    const coloured = networkOn(lenet, { shape: [28, 28, 3], classes: 10 });
    expect(() => adoptParameters(lenet, coloured, values, true)).toThrow(
      'layer conv1 (convolution): expected conv1.weight of shape [5,5,3,6], as this data set needs it, found [5,5,1,6]',
    );
  });
  test('another network', () => {
    expect(() => adoptParameters(lenet, networkNamed('lenet5-1998'), values, true)).toThrow(
      /, found none: they were trained/,
    );
  });
});
