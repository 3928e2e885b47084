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
    for (const spec of zoo) expect(resolveNetwork(spec).classes).toBe(10);
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

describe('names and wiring', () => {
  test('unknown from', () =>
    expect(refusal([conv, { ...flat, from: ['cnov'] }, last])).toBe(
      'SpecError: layer flat (flatten): expected from to name a layer or an input, found “cnov”. The nearest name is conv.',
    ));
  test('several from', () =>
    expect(refusal([conv, { ...flat, from: ['conv', 'image'] }, last])).toContain(
      'layer flat (flatten): expected one layer in from, found 2. Name one, or leave from out for the layer before, conv.',
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
    'network “lenet-5”: expected one of lenet5, lenet5-1998, mlp, small-alexnet, small-vgg, inception, resnet-8, resnet-20, found no such name. The nearest is lenet5.',
  );
});

test('nearestName counts edits and ignores case', () => {
  expect(nearestName('POOL', ['conv', 'pool1', 'tool2'])).toBe('pool1');
  expect(nearestName('x', [])).toBeUndefined();
});
