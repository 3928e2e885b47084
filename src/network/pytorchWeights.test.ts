import { describe, expect, test } from 'vitest';
import { resnet, smallVgg } from './families';
import { initialParameters } from './initialize';
import { fromPytorch, toPytorch } from './pytorchWeights';
import type { NetworkSpec } from './spec';
import { zoo } from './zoo';

/** One convolution 1×2 with 2 channels in and 1 out, then its 1×1×2 cells flattened into 2 units. */
const tiny: NetworkSpec = {
  version: 1,
  name: 'tiny',
  title: 'Tiny',
  inputs: [{ name: 'image', shape: [1, 2, 2] }],
  layers: [
    { kind: 'convolution', name: 'conv', filters: 2, kernel: [1, 1] },
    { kind: 'batchNormalization', name: 'norm' },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'activation', name: 'relu', function: 'relu' },
    { kind: 'dense', name: 'dense', units: 2 },
  ],
  losses: [{ kind: 'softmaxCrossEntropy', from: 'dense' }],
};
const slots = new Map([
  // [H,W,I,O]: input 0 → outputs 1, 2; input 1 → outputs 3, 4.
  ['conv.weight', Float32Array.of(1, 2, 3, 4)],
  ['conv.bias', Float32Array.of(5, 6)],
  ['norm.scale', Float32Array.of(7, 8)],
  ['norm.shift', Float32Array.of(9, 10)],
  ['norm.runningMean', Float32Array.of(11, 12)],
  ['norm.runningVariance', Float32Array.of(13, 14)],
  // [in,out]; features in the order (w, c) = (0,0) (0,1) (1,0) (1,1).
  ['dense.weight', Float32Array.of(20, 30, 21, 31, 22, 32, 23, 33)],
  ['dense.bias', Float32Array.of(15, 16)],
]);

test('names and layouts are PyTorch’s: kernels [O,I,H,W], dense [out,in] with features C, H, W', () => {
  expect([...toPytorch(tiny, slots)]).toEqual([
    ['conv.weight', { shape: [2, 2, 1, 1], values: Float32Array.of(1, 3, 2, 4) }],
    ['conv.bias', { shape: [2], values: Float32Array.of(5, 6) }],
    ['norm.weight', { shape: [2], values: Float32Array.of(7, 8) }],
    ['norm.bias', { shape: [2], values: Float32Array.of(9, 10) }],
    ['norm.running_mean', { shape: [2], values: Float32Array.of(11, 12) }],
    ['norm.running_var', { shape: [2], values: Float32Array.of(13, 14) }],
    ['dense.weight', { shape: [2, 4], values: Float32Array.of(20, 22, 21, 23, 30, 32, 31, 33) }],
    ['dense.bias', { shape: [2], values: Float32Array.of(15, 16) }],
  ]);
});

test.each([...zoo, resnet({ input: [8, 8, 3], width: 3, blocks: 1 }), smallVgg({ input: [16, 16, 3], width: 3 })])(
  'there and back changes nothing: $name',
  (spec) => {
    const start = initialParameters(spec, 5);
    expect(fromPytorch(spec, toPytorch(spec, start))).toEqual(start);
  },
);

describe('refused', () => {
  const arrays = toPytorch(tiny, slots);
  const withChange = (change: (copy: Map<string, { shape: readonly number[]; values: Float32Array }>) => void) => {
    const copy = new Map(arrays);
    change(copy);
    return () => fromPytorch(tiny, copy);
  };
  test('an array too many', () => {
    expect(withChange((copy) => copy.set('dense.wieght', { shape: [], values: Float32Array.of(1) }))).toThrow(
      /^weights for Tiny: expected the arrays conv\.weight, .*, found “dense\.wieght” as well\. The nearest name is dense\.weight;/,
    );
  });
  test('an array missing', () => {
    expect(withChange((copy) => copy.delete('norm.running_var'))).toThrow(
      'weights for Tiny: expected an array norm.running_var of shape [2], found none. Choose a file of this network.',
    );
  });
  test('another layout', () => {
    expect(withChange((copy) => copy.set('dense.weight', { shape: [4, 2], values: new Float32Array(8) }))).toThrow(
      'weights for Tiny: expected dense.weight of shape [2,4], found [4,2]. Choose a file of this network, in PyTorch',
    );
  });
  test('a number that is none', () => {
    expect(withChange((copy) => copy.set('conv.bias', { shape: [2], values: Float32Array.of(1, NaN) }))).toThrow(
      'weights for Tiny: expected finite numbers in conv.bias, found NaN at place 1.',
    );
  });
  test('counts of batches are passed over', () => {
    expect(
      withChange((copy) => copy.set('norm.num_batches_tracked', { shape: [], values: Float32Array.of(3) })),
    ).not.toThrow();
  });
});
