/** Small networks for tests: valid, and easy to make invalid in one place. */

import { inception, mlp, resnet, smallAlexnet, smallVgg } from './families';
import type { LayerSpec, LossSpec, NetworkSpec } from './spec';

/** A 6×6 image, a 3×3 convolution, a pooling, ten classes; `layers` replaces the layers. */
export function smallNetwork(
  layers: readonly LayerSpec[] = [
    { kind: 'convolution', name: 'conv', filters: 2, kernel: [3, 3] },
    { kind: 'maxPool', name: 'pool', window: [2, 2] },
    { kind: 'flatten', name: 'flat' },
    { kind: 'dense', name: 'last', units: 10 },
  ],
): NetworkSpec {
  return {
    version: 1,
    name: 'small',
    title: 'Small',
    inputs: [{ name: 'image', shape: [6, 6, 1] }],
    layers,
    losses: [{ kind: 'softmaxCrossEntropy', from: layers.at(-1)?.name ?? '' }],
  };
}

/** One network of each family, few cells and channels: small enough for plain loops and for GPUs made of software. */
export function smallFamilies(): readonly NetworkSpec[] {
  const input = [16, 16, 3] as const;
  return [
    mlp({ input: [6, 6, 1], hidden: [12, 8] }),
    smallAlexnet({ input, width: 4, dropout: 0 }),
    smallVgg({ input, width: 4 }),
    inception({ input, width: 4 }),
    resnet({ input, width: 4, blocks: 1 }),
  ];
}

/** Between them, every kind of layer that no network of the zoo has, at sizes that plain loops manage. */
export function everyKind(): readonly NetworkSpec[] {
  const network = (name: string, layers: readonly LayerSpec[], loss: LossSpec): NetworkSpec => ({
    version: 1,
    name,
    title: name,
    inputs: [{ name: 'image', shape: [8, 8, 2] }],
    layers: [...layers, { kind: 'flatten', name: 'flat' }, { kind: 'dense', name: 'last', units: 10 }],
    losses: [loss],
  });
  return [
    network(
      'squeeze-and-excite',
      [
        { kind: 'convolution', name: 'conv', filters: 6, kernel: [3, 3], padding: 'same', dilation: [2, 2] },
        { kind: 'layerNormalization', name: 'norm' },
        { kind: 'activation', name: 'gelu', function: 'gelu' },
        { kind: 'convolution', name: 'grouped', filters: 4, kernel: [3, 3], groups: 2, stride: [2, 1], bias: false },
        { kind: 'activation', name: 'elu', function: 'elu', alpha: 0.5 },
        { kind: 'globalAveragePool', name: 'squeeze' },
        { kind: 'dense', name: 'excite', units: 4 },
        { kind: 'activation', name: 'gate', function: 'sigmoid' },
        { kind: 'channelScale', name: 'scaled', from: ['elu', 'gate'] },
        { kind: 'l2Pool', name: 'pool', window: [2, 2], padding: { top: 1, bottom: 0, left: 0, right: 1 } },
      ],
      { kind: 'softmaxCrossEntropy', from: 'last', labelSmoothing: 0.1 },
    ),
    network(
      'there-and-back',
      [
        { kind: 'convolution', name: 'down', filters: 8, kernel: [2, 2], stride: [2, 2] },
        { kind: 'maxout', name: 'max', pieces: 2 },
        { kind: 'transposedConvolution', name: 'up', filters: 3, kernel: [3, 3], stride: [2, 2], padding: 'same' },
        { kind: 'activation', name: 'leaky', function: 'leakyRelu', slope: 0.1 },
        { kind: 'localResponseNormalization', name: 'local', alpha: 0.1 },
        { kind: 'resize', name: 'nearer', height: 6, width: 10, method: 'bilinear' },
        { kind: 'crop', name: 'middle', cropping: { top: 0, bottom: 1, left: 1, right: 1 } },
        { kind: 'pad', name: 'edge', padding: { top: 1, bottom: 1, left: 0, right: 0 } },
        { kind: 'dropout', name: 'drop', rate: 0.25 },
        { kind: 'shortcut', name: 'wide', channels: 4, stride: [2, 2] },
        { kind: 'averagePool', name: 'mean', window: [3, 3], stride: [2, 2], padding: 'same', from: ['edge'] },
        { kind: 'concatenate', name: 'joined', from: ['wide', 'mean'] },
        { kind: 'convolution', name: 'back', filters: 7, kernel: [1, 1] },
        { kind: 'add', name: 'sum', from: ['back', 'joined', 'joined'] },
        { kind: 'flatten', name: 'vector' },
        { kind: 'dense', name: 'unit', units: 6 },
        { kind: 'activation', name: 'share', function: 'softmax' },
      ],
      { kind: 'hinge', from: 'last' },
    ),
  ];
}
