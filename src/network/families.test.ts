/** The families against what their papers and other libraries count, and their forms. */

import { describe, expect, test } from 'vitest';
import { inception, mlp, resnet, rhythmCnn, smallAlexnet, smallVgg } from './families';
import { summarize } from './summary';

const convolution = (cells: number, inputs: number, filters: number): number => cells * cells * inputs * filters;

describe('parameters', () => {
  test.each([
    // PyTorch: nn.Linear counts in · out + out.
    ['mlp', mlp(), 784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10],
    [
      'small-alexnet',
      smallAlexnet(),
      convolution(5, 3, 32) +
        convolution(5, 32, 64) +
        convolution(3, 64, 96) +
        convolution(3, 96, 96) +
        convolution(3, 96, 64) +
        (32 + 64 + 96 + 96 + 64) +
        (3 * 3 * 64 * 256 + 256) +
        (256 * 256 + 256) +
        (256 * 10 + 10),
    ],
    [
      'small-vgg',
      smallVgg(),
      convolution(3, 3, 32) +
        convolution(3, 32, 32) +
        convolution(3, 32, 64) +
        convolution(3, 64, 64) +
        convolution(3, 64, 128) +
        convolution(3, 128, 128) +
        2 * (32 + 64 + 128) +
        (4 * 4 * 128 * 128 + 128) +
        (128 * 10 + 10),
    ],
    [
      'rhythm-cnn',
      rhythmCnn(),
      7 * (1 * 12 + 12 * 24 + 24 * 36 + 36 * 48) + (12 + 24 + 36 + 48) + (24 * 48 * 32 + 32) + (32 * 6 + 6),
    ],
    // The paper's table 6: 0.27 million; PyTorch's model with shortcuts without parameters: 269,722.
    ['resnet-20', resnet({ blocks: 3 }), 269_722],
    ['resnet-8', resnet({ blocks: 1 }), 75_290],
    // Table 6: ResNet-32 has 0.46, ResNet-44 0.66, ResNet-56 0.85, ResNet-110 1.7 million.
    ['resnet-32', resnet({ blocks: 5 }), 464_154],
    ['resnet-110', resnet({ blocks: 18 }), 1_727_962],
  ])('%s', (_, spec, parameters) => {
    expect(summarize(spec).parameters).toBe(parameters);
  });

  test('ResNet-20 keeps two running numbers for each of its 688 normalized maps, which are not trained', () => {
    const { layers } = summarize(resnet({ blocks: 3 }));
    expect(layers.reduce((sum, layer) => sum + layer.stateNumbers, 0)).toBe(2 * (16 * 7 + 32 * 6 + 64 * 6));
  });
});

test('multiply-adds of ResNet-20: the 40.6 million of its convolutions, its classifier, one for each normalized value', () => {
  const { layers } = summarize(resnet({ blocks: 3 }));
  const of = (kind: string): number =>
    layers.filter((layer) => layer.kind === kind).reduce((sum, layer) => sum + layer.multiplyAdds, 0);
  const stage = (cells: number, channels: number) => cells * cells * 9 * channels * channels;
  expect(of('convolution')).toBe(
    32 * 32 * 9 * 3 * 16 +
      6 * stage(32, 16) +
      5 * stage(16, 32) +
      stage(16, 32) / 2 +
      5 * stage(8, 64) +
      stage(8, 64) / 2,
  );
  expect(of('dense')).toBe(640);
  expect(of('batchNormalization')).toBe(7 * 32 * 32 * 16 + 6 * 16 * 16 * 32 + 6 * 8 * 8 * 64);
});

describe('forms', () => {
  test('ResNet-8 joins what goes through a block and what goes around it', () => {
    const { layers } = summarize(resnet({ blocks: 1 }));
    const joins = layers.filter(({ kind }) => kind === 'add').map(({ from, shape }) => [from, shape]);
    expect(joins).toEqual([
      [
        ['b1-norm2', 'relu1'],
        [32, 32, 16],
      ],
      [
        ['b2-norm2', 'b2-shortcut'],
        [16, 16, 32],
      ],
      [
        ['b3-norm2', 'b3-shortcut'],
        [8, 8, 64],
      ],
    ]);
  });

  test('the inception block joins four branches of one size', () => {
    const { layers } = summarize(inception());
    const block = layers.find(({ name }) => name === 'block')!;
    expect(block.inputShapes).toEqual([
      [16, 16, 16],
      [16, 16, 32],
      [16, 16, 8],
      [16, 16, 8],
    ]);
    expect(block.shape).toEqual([16, 16, 64]);
    // The branch with the largest kernel sees most: 3×3 behind 5×5 at twice the step, and the pooling in between.
    expect(block.receptiveField.size).toEqual([12, 12]);
  });

  test('the last convolution of the network for signals sees 1×98 samples', () => {
    const { layers } = summarize(rhythmCnn());
    const last = layers.find(({ name }) => name === 'conv4')!;
    expect(last.receptiveField.size).toEqual([1, 98]);
    expect(last.shape).toEqual([1, 24, 48]);
  });

  test('widths and inputs can be small', () => {
    const small = smallVgg({ input: [16, 16, 3], width: 4 });
    const pools = summarize(small).layers.filter(({ kind }) => kind === 'maxPool');
    expect(pools.map(({ shape }) => shape)).toEqual([
      [8, 8, 4],
      [4, 4, 8],
      [2, 2, 16],
    ]);
    expect(smallAlexnet({ dropout: 0 }).layers.some(({ kind }) => kind === 'dropout')).toBe(false);
  });
});
