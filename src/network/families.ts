/**
 * The families of networks after LeNet, as functions of their input and width: the zoo holds one of each at its usual size, tests
 * make small ones.
 *
 * Picture: each function writes down the layers of a published network in order. `width` is the number of filters of the first
 * convolution, and all others grow with it; everything else that makes the family (depth, kernels, where the size is halved)
 * stays.
 */

import type { ConvolutionLayer, InputSpec, LayerSpec, NetworkSpec } from './spec';

export interface FamilyOptions {
  /** Height, width, channels; 32×32×3 when left out. */
  readonly input?: InputSpec['shape'];
  /** Filters of the first convolution. */
  readonly width?: number;
  readonly classes?: number;
}

const colourImage = [32, 32, 3] as const;

function network(name: string, title: string, input: InputSpec['shape'], layers: readonly LayerSpec[]): NetworkSpec {
  const last = layers.at(-1)?.name ?? '';
  return {
    version: 1,
    name,
    title,
    inputs: [{ name: 'image', shape: input }],
    layers,
    losses: [{ kind: 'softmaxCrossEntropy', from: last }],
  };
}

/** Nearly zero, so that the network starts undecided, with a loss near ln of the number of classes. */
function classifier(name: string, classes: number): LayerSpec {
  return { kind: 'dense', name, units: classes, initializer: 'lecun1998' };
}

function relu(name: string): LayerSpec {
  return { kind: 'activation', name, function: 'relu' };
}

/** A square convolution that keeps height and width at stride 1. */
function same(name: string, filters: number, cells: number): ConvolutionLayer {
  return { kind: 'convolution', name, filters, kernel: [cells, cells], padding: 'same' };
}

/** Dense layers only: 784-256-128-10 at its usual size, 235,146 parameters. */
export function mlp({
  input = [28, 28, 1],
  hidden = [256, 128],
  classes = 10,
}: Pick<FamilyOptions, 'input' | 'classes'> & { readonly hidden?: readonly number[] } = {}): NetworkSpec {
  return network('mlp', 'MLP', input, [
    { kind: 'flatten', name: 'flatten' },
    ...hidden.flatMap((units, i): LayerSpec[] => [
      { kind: 'dense', name: `dense${i + 1}`, units },
      relu(`relu${i + 1}`),
    ]),
    classifier(`dense${hidden.length + 1}`, classes),
  ]);
}

/**
 * Convolutions in one dimension, for signals: four with kernels of seven samples, pooling of two samples after the first three, so that the
 * last one sees 98 samples at once, and two dense layers. They are two-dimensional convolutions with kernels one cell high.
 */
export function rhythmCnn({ input = [1, 192, 1], width = 12, classes = 6 }: FamilyOptions = {}): NetworkSpec {
  const stage = (number: number, filters: number): LayerSpec[] => [
    { kind: 'convolution', name: `conv${number}`, filters, kernel: [1, 7], padding: 'same' },
    relu(`relu${number}`),
    { kind: 'maxPool', name: `pool${number}`, window: [1, 2] },
  ];
  return network('rhythm-cnn', 'Rhythm CNN', input, [
    ...stage(1, width),
    ...stage(2, 2 * width),
    ...stage(3, 3 * width),
    { kind: 'convolution', name: 'conv4', filters: 4 * width, kernel: [1, 7], padding: 'same' },
    relu('relu4'),
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense1', units: 32 },
    relu('relu5'),
    classifier('dense2', classes),
  ]);
}

/**
 * AlexNet for small pictures: its five convolutions with 5×5 and 3×3 kernels, local response normalization behind the first two, pooling
 * windows that overlap, two dense layers with dropout (none with `dropout` 0). Its eleven-cell kernel and its stride of 4, made for 224×224
 * cells, are left out, and so is the division between two GPUs.
 *
 * Source: Krizhevsky, Sutskever & Hinton, NIPS 2012, section 3.
 */
export function smallAlexnet({
  input = colourImage,
  width = 32,
  classes = 10,
  dropout = 0.5,
}: FamilyOptions & { readonly dropout?: number } = {}): NetworkSpec {
  const overlapping = { kind: 'maxPool', window: [3, 3], stride: [2, 2] } as const;
  const dense = (number: number): LayerSpec[] => [
    { kind: 'dense', name: `dense${number}`, units: 8 * width },
    relu(`relu${number + 5}`),
    ...(dropout > 0 ? [{ kind: 'dropout', name: `dropout${number}`, rate: dropout } as const] : []),
  ];
  return network('small-alexnet', 'Small AlexNet', input, [
    same('conv1', width, 5),
    relu('relu1'),
    { kind: 'localResponseNormalization', name: 'norm1' },
    { ...overlapping, name: 'pool1' },
    same('conv2', 2 * width, 5),
    relu('relu2'),
    { kind: 'localResponseNormalization', name: 'norm2' },
    { ...overlapping, name: 'pool2' },
    same('conv3', 3 * width, 3),
    relu('relu3'),
    same('conv4', 3 * width, 3),
    relu('relu4'),
    same('conv5', 2 * width, 3),
    relu('relu5'),
    { ...overlapping, name: 'pool3' },
    { kind: 'flatten', name: 'flatten' },
    ...dense(1),
    ...dense(2),
    classifier('dense3', classes),
  ]);
}

/**
 * VGG's pattern for small pictures: pairs of 3×3 convolutions, twice as many filters after each halving.
 *
 * Source: Simonyan & Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition" (ICLR 2015), table 1.
 */
export function smallVgg({ input = colourImage, width = 32, classes = 10 }: FamilyOptions = {}): NetworkSpec {
  const stages = [1, 2, 3].flatMap((stage): LayerSpec[] => {
    const filters = width * 2 ** (stage - 1);
    const [first, second] = [2 * stage - 1, 2 * stage];
    return [
      same(`conv${first}`, filters, 3),
      relu(`relu${first}`),
      same(`conv${second}`, filters, 3),
      relu(`relu${second}`),
      { kind: 'maxPool', name: `pool${stage}`, window: [2, 2] },
    ];
  });
  return network('small-vgg', 'Small VGG', input, [
    ...stages,
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense1', units: 4 * width },
    relu('relu7'),
    classifier('dense2', classes),
  ]);
}

/**
 * One inception block between a convolution and a classifier: four ways of looking at the same maps side by side, 1×1, 3×3, 5×5 and
 * pooling, their maps one behind the other. 1×1 convolutions before the large kernels and behind the pooling keep it cheap.
 *
 * Source: Szegedy et al., "Going Deeper with Convolutions" (CVPR 2015), figure 2b.
 */
export function inception({ input = colourImage, width = 16, classes = 10 }: FamilyOptions = {}): NetworkSpec {
  const half = Math.ceil(width / 2);
  return network('inception', 'Inception', input, [
    same('conv1', width, 3),
    relu('relu1'),
    { kind: 'maxPool', name: 'pool1', window: [2, 2] },
    same('c1', width, 1),
    relu('c1-relu'),
    { ...same('c3-in', width, 1), from: ['pool1'] },
    relu('c3-in-relu'),
    same('c3', 2 * width, 3),
    relu('c3-relu'),
    { ...same('c5-in', half, 1), from: ['pool1'] },
    relu('c5-in-relu'),
    same('c5', half, 5),
    relu('c5-relu'),
    { kind: 'maxPool', name: 'pool', window: [3, 3], stride: [1, 1], padding: 'same', from: ['pool1'] },
    same('pool-out', half, 1),
    relu('pool-relu'),
    { kind: 'concatenate', name: 'block', from: ['c1-relu', 'c3-relu', 'c5-relu', 'pool-relu'] },
    { kind: 'maxPool', name: 'pool2', window: [2, 2] },
    { kind: 'globalAveragePool', name: 'average' },
    classifier('dense', classes),
  ]);
}

/**
 * A residual network in the form for CIFAR-10: one 3×3 convolution, then three stages of `blocks` blocks with width, 2 · width and
 * 4 · width filters; the first block of the second and third stage halves height and width. 6 · blocks + 2 layers with weights: ResNet-20
 * with three blocks has 269,722 parameters (the paper's table 6: 0.27 million). The shortcut around a block that halves is every second
 * cell with zeros for the new channels. Convolutions have no bias, because a normalization follows.
 *
 * Source: He, Zhang, Ren & Sun, "Deep Residual Learning for Image Recognition" (CVPR 2016), section 4.2.
 */
export function resnet({
  input = colourImage,
  width = 16,
  classes = 10,
  blocks,
}: FamilyOptions & { readonly blocks: number }): NetworkSpec {
  const convolution = (name: string, filters: number, stride: 1 | 2 = 1): LayerSpec => ({
    ...same(name, filters, 3),
    ...(stride === 1 ? {} : { stride: [2, 2] }),
    bias: false,
  });
  const normalization = (name: string): LayerSpec => ({ kind: 'batchNormalization', name });
  const layers: LayerSpec[] = [convolution('conv1', width), normalization('norm1'), relu('relu1')];
  for (let block = 1; block <= 3 * blocks; block++) {
    const name = `b${block}`;
    const before = layers.at(-1)?.name ?? '';
    const filters = width * 2 ** Math.floor((block - 1) / blocks);
    const halves = block > 1 && (block - 1) % blocks === 0;
    layers.push(
      convolution(`${name}-conv1`, filters, halves ? 2 : 1),
      normalization(`${name}-norm1`),
      relu(`${name}-relu1`),
      convolution(`${name}-conv2`, filters),
      normalization(`${name}-norm2`),
    );
    if (halves) {
      layers.push({ kind: 'shortcut', name: `${name}-shortcut`, channels: filters, stride: [2, 2], from: [before] });
    }
    layers.push(
      { kind: 'add', name: `${name}-add`, from: [`${name}-norm2`, halves ? `${name}-shortcut` : before] },
      relu(`${name}-relu2`),
    );
  }
  layers.push({ kind: 'globalAveragePool', name: 'average' }, classifier('dense', classes));
  const depth = 6 * blocks + 2;
  return network(`resnet-${depth}`, `ResNet-${depth}`, input, layers);
}
