/** What a description may not say, and in which words it is told. */

import { describe, expect, test } from 'vitest';
import { resolveNetwork } from './resolve';
import type { LayerSpec, NetworkSpec } from './spec';
import { nearestName } from './specError';
import { smallNetwork } from './testNetworks';
import { networkNamed, zoo } from './zoo';

const flat: LayerSpec = { kind: 'flatten', name: 'flat' };
const last: LayerSpec = { kind: 'dense', name: 'last', units: 10 };
const conv: LayerSpec = { kind: 'convolution', name: 'conv', filters: 2, kernel: [3, 3] };

/** The message for a network of these layers. */
function refusal(layers: readonly LayerSpec[], change: Partial<NetworkSpec> = {}): string {
  try {
    resolveNetwork({ ...smallNetwork(layers), ...change });
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'accepted';
}

describe('resolveNetwork', () => {
  test('puts layers after what feeds them, wherever they are written', () => {
    const spec: NetworkSpec = {
      ...smallNetwork([
        { ...last, from: ['flat'] },
        { ...flat, from: ['conv'] },
        { ...conv, from: ['image'] },
      ]),
      losses: [{ kind: 'softmaxCrossEntropy', from: 'last' }],
    };
    const { layers, classes } = resolveNetwork(spec);
    expect(layers.map(({ layer, shape }) => [layer.name, shape])).toEqual([
      ['conv', [4, 4, 2]],
      ['flat', [32]],
      ['last', [10]],
    ]);
    expect(classes).toBe(10);
  });

  test('same padding keeps height and width', () => {
    expect(resolveNetwork(smallNetwork([{ ...conv, padding: 'same' }, flat, last])).layers[0]!.shape).toEqual([
      6, 6, 2,
    ]);
  });

  test('full padding visits every position where kernel and input share a cell', () => {
    expect(resolveNetwork(smallNetwork([{ ...conv, padding: 'full' }, flat, last])).layers[0]!.shape).toEqual([
      8, 8, 2,
    ]);
  });

  test('accepts every network of the zoo', () => {
    // Six kinds of rhythms; ten of everything else.
    for (const spec of zoo) expect(resolveNetwork(spec).classes).toBe(spec.name === 'rhythm-cnn' ? 6 : 10);
  });
});

describe('a layer that does not fit names itself, the sizes and the nearest setting', () => {
  test('kernel', () =>
    expect(refusal([{ ...conv, kernel: [7, 3] }, flat, last])).toBe(
      'SpecError: layer conv (convolution, after image): expected a kernel that fits into 6×6 cells (input 6×6 with its padding), found 7×3. The nearest that fits is 6×3; or choose padding: same.',
    ));
  test('window', () =>
    expect(refusal([conv, { kind: 'maxPool', name: 'pool', window: [2, 5] }, flat, last])).toBe(
      'SpecError: layer pool (maxPool, after conv): expected a window that fits into the input’s 4×4 cells, found 2×5. The nearest that fits is 2×4.',
    ));
  test('sub-sampling window', () =>
    expect(refusal([{ kind: 'subsampling', name: 'S', window: [8, 8] }, flat, last])).toContain(
      'layer S (subsampling, after image): expected a window that fits into the input’s 6×6 cells, found 8×8. The nearest that fits is 6×6.',
    ));
  test('dense without flattening', () =>
    expect(refusal([conv, last])).toBe(
      'SpecError: layer last (dense, after conv): expected a vector [C] as input, found the grid [4,4,2]. Put a flatten layer in front.',
    ));
  test('convolution after flattening', () =>
    expect(refusal([flat, conv, last])).toBe(
      'SpecError: layer conv (convolution, after flat): expected a grid [H,W,C] as input, found the vector [36]. Put this layer before the one that flattens.',
    ));
  test('prototypes', () =>
    expect(refusal([flat, last, { kind: 'euclidean', name: 'output', prototypes: 'digits-7x12' }])).toBe(
      'SpecError: layer output (euclidean, after last): expected 84 inputs, one for each cell of the 7×12 prototypes, found 10. Give the layer before 84 units.',
    ));
  test('counts', () => {
    expect(refusal([flat, { ...last, units: 0 }])).toContain(
      'layer last (dense, after flat): expected units as a whole number, 1 or more, found 0. The nearest that works is 1.',
    );
    expect(refusal([{ ...conv, filters: 2.7 }, flat, last])).toContain(
      'expected filters as a whole number, 1 or more, found 2.7. The nearest that works is 3.',
    );
    expect(refusal([{ ...conv, stride: [0, 1] }, flat, last])).toContain(
      'expected the stride as a whole number, 1 or more, found 0.',
    );
    expect(refusal([{ ...conv, kernel: [NaN, 1] }, flat, last])).toContain('found NaN. The nearest that works is 1.');
    expect(refusal([{ kind: 'maxPool', name: 'pool', window: [0, 1] }, flat, last])).toContain(
      'expected the window’s height and width as a whole number, 1 or more, found 0.',
    );
  });
  test('connections', () => {
    expect(refusal([{ ...conv, connections: [[0]] }, flat, last])).toContain(
      'layer conv (convolution, after image): expected connections for each of the 2 filters, found 1 rows.',
    );
    expect(refusal([{ ...conv, connections: [[0], [1]] }, flat, last])).toContain(
      'expected filter 1 to see different input channels of 0 … 0, at least one, found [1].',
    );
    expect(refusal([{ ...conv, connections: [[0], []] }, flat, last])).toContain('at least one, found [].');
    expect(refusal([{ ...conv, connections: [[0, 0], [0]] }, flat, last])).toContain(
      'expected filter 0 to see different input channels',
    );
  });
});

describe('refusals of the kinds after LeNet', () => {
  const tail = [flat, last];
  const conv4: LayerSpec = { ...conv, filters: 4, padding: 'same' };

  test('kernel with its dilation', () =>
    expect(refusal([{ ...conv, dilation: [3, 1] }, ...tail])).toContain(
      'layer conv (convolution, after image): expected a kernel that fits into 6×6 cells (input 6×6 with its padding), found 3×3 (7×3 cells apart by 3×1). The nearest that fits is 2×3; or choose padding: same.',
    ));
  test('dilation and padding in whole cells', () => {
    expect(refusal([{ ...conv, dilation: [0, 1] }, ...tail])).toContain(
      'expected the dilation as a whole number, 1 or more, found 0.',
    );
    expect(refusal([{ ...conv, padding: { top: -1, bottom: 0, left: 0, right: 0 } }, ...tail])).toContain(
      'expected padding in whole cells, 0 or more on each side, found top -1, bottom 0, left 0, right 0. Choose 0 for a side that stays as it is.',
    );
  });
  test('groups', () => {
    const grouped = (groups: number): LayerSpec => ({ ...conv, name: 'grouped', filters: 12, groups });
    expect(refusal([conv4, grouped(3), ...tail])).toContain(
      'layer grouped (convolution, after conv): expected groups that divide the 4 input channels and the 12 filters, found 3. The nearest that divide both: 2 and 4.',
    );
    expect(refusal([conv4, grouped(8), ...tail])).toContain('found 8. The nearest that divide both: 4.');
    expect(refusal([conv4, { ...conv, name: 'both', groups: 2, connections: [[0], [1]] }, ...tail])).toContain(
      'expected groups or a table of connections, found both. Write the groups into the table, or leave it out.',
    );
  });
  test('transposed convolution that pads everything away', () =>
    expect(
      refusal([
        {
          kind: 'transposedConvolution',
          name: 'up',
          filters: 1,
          kernel: [2, 2],
          padding: { top: 4, bottom: 3, left: 0, right: 0 },
        },
        ...tail,
      ]),
    ).toContain(
      'layer up (transposedConvolution, after image): expected padding that leaves something of the enlarged 7×7 cells, found 7 rows and 0 columns taken away. Take at most 6 rows and 6 columns, or choose padding: same.',
    ));
  test('a pool’s padding as wide as its window', () => {
    const padding = { top: 2, bottom: 0, left: 0, right: 0 };
    expect(refusal([{ kind: 'maxPool', name: 'pool', window: [2, 2], padding }, ...tail])).toContain(
      'layer pool (maxPool, after image): expected padding in whole cells, less than the window 2×2, so that each window has a cell to look at, found top 2, bottom 0, left 0, right 0. At most 1 above and below, 1 left and right; or choose same.',
    );
    expect(
      refusal([{ kind: 'l2Pool', name: 'pool', window: [9, 2], padding: { ...padding, top: 1 } }, ...tail]),
    ).toContain(
      'expected a window that fits into the input’s 6×6 cells (7×6 with its padding), found 9×2. The nearest that fits is 7×2.',
    );
  });
  test('add: unequal channels', () =>
    expect(refusal([conv4, { kind: 'add', name: 'sum', from: ['conv', 'image'] }, ...tail])).toBe(
      'SpecError: layer sum (add, after conv and image): expected layers of one shape, [6,6,4] as conv has it, found [6,6,1] of image. Widen image to 4 channels with a shortcut or with that many filters.',
    ));
  test('add: unequal grids', () => {
    const half: LayerSpec = { ...conv4, name: 'half', stride: [2, 2] };
    expect(refusal([half, { kind: 'add', name: 'sum', from: ['half', 'image'] }, ...tail])).toContain(
      'found [6,6,1] of image. Lead image through a shortcut with stride 2×2 and 4 channels.',
    );
    const pool: LayerSpec = { kind: 'maxPool', name: 'pool', window: [2, 2], from: ['image'] };
    expect(refusal([conv4, pool, { kind: 'add', name: 'sum', from: ['conv', 'pool'] }, ...tail])).toContain(
      'found [3,3,1] of pool. Lead conv through a convolution with stride 2×2 and 1 filters.',
    );
  });
  test('add: vectors, and a vector with a grid', () => {
    const other: LayerSpec = { kind: 'dense', name: 'other', units: 7, from: ['flat'] };
    expect(refusal([flat, last, other, { kind: 'add', name: 'sum', from: ['last', 'other'] }])).toContain(
      'expected layers of one shape, [10] as last has it, found [7] of other. Give other 10 units.',
    );
    expect(refusal([flat, last, { kind: 'add', name: 'sum', from: ['last', 'image'] }])).toContain(
      'found [6,6,1] of image. Pool the grid with globalAveragePool, or flatten it.',
    );
  });
  test('concatenate', () => {
    const pool: LayerSpec = { kind: 'maxPool', name: 'pool', window: [2, 2] };
    expect(refusal([pool, { kind: 'concatenate', name: 'join', from: ['image', 'pool'] }, ...tail])).toContain(
      'layer join (concatenate, after image and pool): expected grids of 6×6 cells, as image has them, found 3×3 of pool. Only the channels may differ: padding same at stride 1 keeps the size of a branch.',
    );
    expect(refusal([flat, { kind: 'concatenate', name: 'join', from: ['flat', 'image'] }, last])).toContain(
      'expected grids or vectors, not both: flat has [36], found [6,6,1] of image. Put a flatten layer behind the grid.',
    );
  });
  test('channelScale', () => {
    const mean: LayerSpec = { kind: 'globalAveragePool', name: 'mean' };
    expect(
      refusal([
        conv4,
        { ...mean, from: ['image'] },
        { kind: 'channelScale', name: 's', from: ['conv', 'mean'] },
        ...tail,
      ]),
    ).toContain(
      'layer s (channelScale, after conv and mean): expected the second of from to be a vector of 4 factors, one for each channel of conv, found [1] of mean. Give the layer that makes it 4 units.',
    );
    expect(refusal([conv4, mean, { kind: 'channelScale', name: 's', from: ['mean', 'conv'] }, ...tail])).toContain(
      'found [6,6,4] of conv. Put a globalAveragePool in front of it, or name the two in the other order.',
    );
  });
  test('maxout', () =>
    expect(refusal([conv4, { kind: 'maxout', name: 'max', pieces: 3 }, ...tail])).toContain(
      'layer max (maxout, after conv): expected pieces that divide the 4 channels, found 3. The nearest that divide them: 2 and 4.',
    ));
  test('shortcut', () =>
    expect(refusal([conv4, { kind: 'shortcut', name: 's', channels: 2 }, ...tail])).toContain(
      'layer s (shortcut, after conv): expected at least the 4 channels that come in, since it only adds zeros, found 2. The nearest that works is 4.',
    ));
  test('crop', () =>
    expect(
      refusal([{ kind: 'crop', name: 'c', cropping: { top: 3, bottom: 3, left: 0, right: 0 } }, ...tail]),
    ).toContain(
      'layer c (crop, after image): expected cropping that leaves something of the input’s 6×6 cells, found 6 rows and 0 columns taken away. Take at most 5 rows and 5 columns.',
    ));
  test('pad, resize: whole cells', () => {
    expect(
      refusal([{ kind: 'pad', name: 'p', padding: { top: 0.5, bottom: 0, left: 0, right: 0 } }, ...tail]),
    ).toContain('layer p (pad, after image): expected zeros in whole cells, 0 or more on each side, found top 0.5,');
    expect(refusal([{ kind: 'resize', name: 'r', height: 0, width: 4 }, ...tail])).toContain(
      'layer r (resize, after image): expected height as a whole number, 1 or more, found 0.',
    );
  });
  test('constants of normalizations', () => {
    expect(refusal([{ kind: 'batchNormalization', name: 'n', momentum: 1 }, ...tail])).toContain(
      'layer n (batchNormalization, after image): expected a momentum of at least 0 and below 1, the share of the old running average, found 1. The nearest usual setting is 0.99; 0.9 if in doubt.',
    );
    for (const kind of ['batchNormalization', 'layerNormalization'] as const) {
      expect(refusal([{ kind, name: 'n', epsilon: 0 }, ...tail])).toContain(
        'expected an epsilon above 0, which is added to the variance, found 0. Choose 0.00001 if in doubt.',
      );
    }
    expect(refusal([{ kind: 'localResponseNormalization', name: 'n', k: 0 }, ...tail])).toContain(
      'expected size as a whole number, 1 or more, k above 0, alpha and beta 0 or more, found size 5, k 0, alpha 0.0001, beta 0.75. AlexNet has size 5,',
    );
  });
  test('rate of a dropout', () => {
    expect(refusal([{ kind: 'dropout', name: 'd', rate: 1 }, ...tail])).toContain(
      'layer d (dropout, after image): expected a rate of at least 0 and below 1, found 1. The nearest that works is 0.9; 0.5 is usual after dense layers.',
    );
    expect(refusal([{ kind: 'dropout', name: 'd', rate: -0.1 }, ...tail])).toContain('The nearest that works is 0;');
  });
  test('activations', () => {
    expect(refusal([{ kind: 'activation', name: 'a', function: 'relu', slope: 0.1 }, ...tail])).toContain(
      'layer a (activation, after image): expected slope with leakyRelu only, found it with relu. Leave slope out, or choose leakyRelu.',
    );
    expect(refusal([{ kind: 'activation', name: 'a', function: 'elu', alpha: -1 }, ...tail])).toContain(
      'expected alpha of at least 0, found -1. The nearest that works is 0; 1 is usual.',
    );
    expect(refusal([{ kind: 'activation', name: 'a', function: 'softmax' }, ...tail])).toContain(
      'expected a vector [C] as input of softmax, found the grid [6,6,1]. Put a flatten layer in front.',
    );
  });
  test('losses', () => {
    const smooth = { kind: 'softmaxCrossEntropy', from: 'last', labelSmoothing: 1 } as const;
    expect(refusal([flat, last], { losses: [smooth] })).toBe(
      'SpecError: loss (softmaxCrossEntropy): expected a labelSmoothing of at least 0 and below 1, found 1. The nearest that works is 0.9; 0.1 is usual.',
    );
    expect(refusal([flat, { ...last, units: 1 }], { losses: [{ kind: 'hinge', from: 'last' }] })).toBe(
      'SpecError: loss (hinge): expected scores of at least 2 classes, found 1 of last. The nearest that works is 2: a single class has no rival.',
    );
  });
});

describe('names and wiring', () => {
  test('unknown from', () =>
    expect(refusal([conv, { ...flat, from: ['cnov'] }, last])).toBe(
      'SpecError: layer flat (flatten): expected from to name a layer or an input, found “cnov”. The nearest name is conv.',
    ));
  test('several from', () =>
    expect(refusal([conv, { ...flat, from: ['conv', 'image'] }, last])).toContain(
      'layer flat (flatten): expected one layer in from, found 2. Name one, or leave from out for the layer before, conv.',
    ));
  test('one from where several join', () => {
    expect(refusal([conv, { kind: 'add', name: 'sum' }, flat, last])).toBe(
      'SpecError: layer sum (add): expected two or more layers in from, found none. Name all that it joins.',
    );
    expect(refusal([conv, { kind: 'concatenate', name: 'join', from: ['conv'] }, flat, last])).toContain(
      'expected two or more layers in from, found 1.',
    );
    expect(refusal([conv, { kind: 'channelScale', name: 's', from: ['conv', 'conv', 'conv'] }, flat, last])).toBe(
      'SpecError: layer s (channelScale): expected two layers in from, found 3. Name both that it joins.',
    );
  });
  test('a cycle through the second of two inputs', () =>
    expect(
      refusal([
        conv,
        { kind: 'add', name: 'sum', from: ['conv', 'relu'] },
        { kind: 'activation', name: 'relu', function: 'relu' },
        flat,
        last,
      ]),
    ).toContain(
      'layer sum (add): expected layers that lead from the input to the loss, found the cycle sum → relu → sum.',
    ));
  test('the same name twice', () => {
    expect(refusal([conv, flat, { ...last, name: 'flat' }])).toContain(
      'layer flat: expected a name of its own, found it twice.',
    );
    expect(refusal([{ ...conv, name: 'image' }, flat, last])).toContain(
      'layer image: expected a name of its own, found it twice.',
    );
  });
  test('a name that graphs use', () =>
    expect(refusal([conv, flat, { ...last, name: 'loss' }])).toContain(
      'layer loss: expected a name of its own, found one that every graph uses itself. Rename it.',
    ));
  test('a name with a dot', () =>
    expect(refusal([conv, flat, { ...last, name: 'a.b' }])).toContain(
      'layer a.b: expected a name of letters, digits, - and _ that starts with a letter, found “a.b”.',
    ));
  test('a cycle', () =>
    expect(refusal([{ ...conv, from: ['more'] }, { ...conv, name: 'more' }, flat, last])).toBe(
      'SpecError: layer conv (convolution): expected layers that lead from the input to the loss, found the cycle conv → more → conv. Let one of them come from an earlier layer.',
    ));
  test('a layer that feeds itself', () =>
    expect(refusal([{ ...conv, from: ['conv'] }, flat, last])).toContain('found the cycle conv → conv.'));
  test('a layer that leads nowhere', () =>
    expect(refusal([conv, { ...conv, name: 'loose', from: ['image'] }, { ...flat, from: ['conv'] }, last])).toBe(
      'SpecError: layer loose (convolution): expected every layer to lead to the loss at last, found that nothing uses this one. Remove it, or let a later layer come from it.',
    ));
});

describe('inputs and losses', () => {
  test('a loss from nowhere', () => {
    const losses = [{ kind: 'softmaxCrossEntropy', from: 'lest' }] as const;
    expect(refusal([conv, flat, last], { losses })).toBe(
      'SpecError: loss (softmaxCrossEntropy): expected from to name a layer, found “lest”. The nearest name is last.',
    );
    expect(refusal([], { losses })).toContain('The nearest name is – there are no layers.');
    expect(refusal([conv, flat, last], { losses: [{ ...losses[0], from: 'image' }] })).toContain('found “image”.');
  });
  test('a loss on a grid', () =>
    expect(refusal([conv])).toContain(
      'loss (softmaxCrossEntropy): expected a vector of logits, one per class, found the grid [4,4,2] of conv.',
    ));
  test('no input, two inputs, no loss', () => {
    const input = { name: 'image', shape: [6, 6, 1] } as const;
    expect(refusal([flat, last], { inputs: [] })).toContain('small: expected one input, found 0.');
    expect(refusal([flat, last], { inputs: [input, { ...input, name: 'other' }] })).toContain(
      'small: expected one input, found 2.',
    );
    expect(refusal([flat, last], { losses: [] })).toContain('small: expected one loss, found 0.');
  });
});

test('an unknown network is told the nearest name', () => {
  expect(networkNamed('lenet5').title).toBe('LeNet-5');
  expect(() => networkNamed('lenet-5')).toThrow(
    'network “lenet-5”: expected one of lenet5, lenet5-1998, mlp, small-alexnet, small-vgg, inception, resnet-8, resnet-20, rhythm-cnn, found no such name. The nearest is lenet5.',
  );
});

test('nearestName counts edits and ignores case', () => {
  expect(nearestName('POOL', ['conv', 'pool1', 'tool2'])).toBe('pool1');
  expect(nearestName('x', [])).toBeUndefined();
});
