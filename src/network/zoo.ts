/** The networks that the book knows by name. */

import { inception, mlp, resnet, rhythmCnn, smallAlexnet, smallVgg } from './families';
import type { NetworkSpec } from './spec';
import { nearestName, SpecError } from './specError';

/**
 * LeNet-5 as it is built today: ReLU, max pooling, every filter of conv2 sees all six maps, a dense softmax layer at the end. 61,706
 * parameters.
 */
const lenet5: NetworkSpec = {
  version: 1,
  name: 'lenet5',
  title: 'LeNet-5',
  inputs: [{ name: 'image', shape: [32, 32, 1] }],
  layers: [
    { kind: 'convolution', name: 'conv1', filters: 6, kernel: [5, 5] },
    { kind: 'activation', name: 'relu1', function: 'relu' },
    { kind: 'maxPool', name: 'pool1', window: [2, 2] },
    { kind: 'convolution', name: 'conv2', filters: 16, kernel: [5, 5] },
    { kind: 'activation', name: 'relu2', function: 'relu' },
    { kind: 'maxPool', name: 'pool2', window: [2, 2] },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense1', units: 120 },
    { kind: 'activation', name: 'relu3', function: 'relu' },
    { kind: 'dense', name: 'dense2', units: 84 },
    { kind: 'activation', name: 'relu4', function: 'relu' },
    // Nearly zero, so that the network starts undecided, with a loss near ln 10.
    { kind: 'dense', name: 'dense3', units: 10, initializer: 'lecun1998' },
  ],
  losses: [{ kind: 'softmaxCrossEntropy', from: 'dense3' }],
};

/**
 * Which maps of S2 each map of C3 sees: six take three neighbours, six take four neighbours (both around the corner), three take
 * two pairs, one takes all six.
 *
 * Source: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), table I.
 */
const connectionsOfC3: readonly (readonly number[])[] = [
  [0, 1, 2],
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [4, 5, 0],
  [5, 0, 1],
  [0, 1, 2, 3],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [3, 4, 5, 0],
  [4, 5, 0, 1],
  [5, 0, 1, 2],
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

/**
 * LeNet-5 as it was published: sub-sampling with trained coefficients, a table of connections for C3, the scaled tanh after every
 * layer, C5 as a convolution whose kernel covers its whole input, Euclidean outputs. 60,000 trained parameters, 340,908
 * connections. The names are the paper's; flattening and squashing are layers of their own here.
 *
 * The loss is the paper's equation 9 with j = 1. The paper says of j only that it is positive. A wrong class is pushed away
 * from a point only while its squared distance is not much larger than j; our bitmaps lie at least 92 apart in squared distance (23
 * cells that differ by 2), so j = 1 sets in only where two classes are about to be confused.
 *
 * Source: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), section II-B and II-C.
 */
const lenet5Original: NetworkSpec = {
  version: 1,
  name: 'lenet5-1998',
  title: 'LeNet-5 of 1998',
  inputs: [{ name: 'image', shape: [32, 32, 1] }],
  layers: [
    { kind: 'convolution', name: 'C1', filters: 6, kernel: [5, 5], initializer: 'lecun1998' },
    { kind: 'activation', name: 'C1-tanh', function: 'scaledTanh' },
    { kind: 'subsampling', name: 'S2', window: [2, 2], initializer: 'lecun1998' },
    { kind: 'activation', name: 'S2-tanh', function: 'scaledTanh' },
    {
      kind: 'convolution',
      name: 'C3',
      filters: 16,
      kernel: [5, 5],
      connections: connectionsOfC3,
      initializer: 'lecun1998',
    },
    { kind: 'activation', name: 'C3-tanh', function: 'scaledTanh' },
    { kind: 'subsampling', name: 'S4', window: [2, 2], initializer: 'lecun1998' },
    { kind: 'activation', name: 'S4-tanh', function: 'scaledTanh' },
    { kind: 'convolution', name: 'C5', filters: 120, kernel: [5, 5], initializer: 'lecun1998' },
    { kind: 'activation', name: 'C5-tanh', function: 'scaledTanh' },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'F6', units: 84, initializer: 'lecun1998' },
    { kind: 'activation', name: 'F6-tanh', function: 'scaledTanh' },
    { kind: 'euclidean', name: 'output', prototypes: 'digits-7x12' },
  ],
  losses: [{ kind: 'softmaxCrossEntropy', from: 'output', rejectLogit: -1 }],
};

export const zoo: readonly NetworkSpec[] = [
  lenet5,
  lenet5Original,
  mlp(),
  smallAlexnet(),
  smallVgg(),
  inception(),
  resnet({ blocks: 1 }),
  resnet({ blocks: 3 }),
  rhythmCnn(),
];

/** @throws SpecError with the nearest name when there is no such network. */
export function networkNamed(name: string): NetworkSpec {
  const found = zoo.find((spec) => spec.name === name);
  if (found !== undefined) return found;
  const names = zoo.map((spec) => spec.name);
  throw new SpecError(
    `network “${name}”: expected one of ${names.join(', ')}, found no such name. The nearest is ${nearestName(name, names) ?? 'none'}.`,
  );
}
