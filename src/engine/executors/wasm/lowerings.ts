/**
 * How each op becomes kernel calls: the tables of the `wasm` executor, total over all op names.
 *
 * The file is long because the table is one list. Products (convolutions and matrix products with their
 * gradients) and normalization are long enough to have files of their own.
 */
import { imageSizes, poolSizes, type PoolSizes } from '../../../graph/convolution';
import { GELU_CUBIC, GELU_SLOPE } from '../../../graph/geluConstants';
import type { CrossEntropyAttributes, GraphNode, NodeId, NodeOf, OpName } from '../../../graph/graph';
import { hashName } from '../../../tensor/random';
import { sizeOf, type Shape } from '../../../tensor/shape';
import { lowerBroadcast, lowerConcatenate, lowerFlip, lowerPad, lowerReduction, lowerSlice } from './axes';
import { lowerErase, lowerGatherImages, lowerGatherLabels, lowerJitter, lowerWarp } from './feeding';
import type { Fusion } from './fusion';
import type { KernelName } from './kernels';
import type { Buffer, Parameter } from './memoryPlan';
import {
  lowerBatchMean,
  lowerBatchMeanGradient,
  lowerBatchVariance,
  lowerBatchVarianceGradient,
  lowerLocalResponseGradient,
  lowerNormalizationGradient,
  lowerNormalize,
  lowerNormalizeGradient,
  lowerNormalizeStatisticsGradient,
} from './normalization';
import { lowerConvolution, lowerFilterGradient, lowerInputGradient, lowerMatmul } from './products';
import { BYTES_PER_VALUE, type Recorder } from './recorder';
import { lowerResize, lowerResizeGradient } from './resizing';
import { callInShares, columnMultiple, cutBetweenExamples, type Shares } from './shares';
import { lowerClipping, lowerUpdate } from './updates';

type Lowering<K extends OpName> = (node: NodeOf<K>, recorder: Recorder) => void;

/** Leaves have their buffers before the walk begins. */
function leaf(): void {
  // Nothing to compute.
}

/** Kernels over elements write whole lines of 16 bytes, dropout of 32. */
const ELEMENTS_WRITTEN = 8;

/** Arrays of one shape, shared out by elements. */
function elements(shape: Shape, sliced: readonly Buffer[], recorder: Recorder): Shares {
  const [units, examples = 1] = [sizeOf(shape), shape[0]];
  return {
    units,
    multiple: cutBetweenExamples(examples, units / examples, recorder.threads, ELEMENTS_WRITTEN),
    sliced,
  };
}

/** One pass over arrays of one size: kernel(inputs …, numbers …, result, count), in place where an input dies. */
function elementwise<K extends OpName>(
  kernel: KernelName,
  numbers: (node: NodeOf<K>) => readonly number[] = () => [],
): Lowering<K> {
  return (node, recorder) => {
    const inputs = node.inputs.map((id) => recorder.value(id));
    const y = recorder.result(node.id);
    callInShares(
      recorder,
      kernel,
      { reads: inputs, writes: [y], overwritable: inputs },
      elements(node.shape, [...inputs, y], recorder),
      (at, count) => [...inputs.map(at), ...numbers(node), at(y), count],
    );
  };
}

/**
 * Update rules, and dropout: kernel(arrays …, scalars …, numbers …, result, count); only the arrays may be overwritten.
 *
 * @param numbers `first` is the element with which a thread begins.
 */
function updateRule<K extends OpName>(
  kernel: KernelName,
  arrays: number,
  numbers: (node: NodeOf<K>, first: number) => readonly number[] = () => [],
): Lowering<K> {
  return (node, recorder) => {
    const inputs = node.inputs.map((id) => recorder.value(id));
    const y = recorder.result(node.id);
    const overwritable = inputs.slice(0, arrays);
    callInShares(
      recorder,
      kernel,
      { reads: inputs, writes: [y], overwritable },
      elements(node.shape, [...overwritable, y], recorder),
      (at, count, first) => [...inputs.map(at), ...numbers(node, first), at(y), count],
    );
  };
}

/** The rows of a matrix […, C], shared out. */
function rowShares(shape: Shape, sliced: readonly Buffer[], recorder: Recorder): Shares {
  const rows = sizeOf(shape) / (shape.at(-1) ?? 1);
  const examples = shape[0] ?? 1;
  const multiple = shape.length < 2 ? 1 : cutBetweenExamples(examples, rows / examples, recorder.threads);
  return { units: rows, multiple, sliced };
}

/**
 * kernel(inputs …, result, rows, columns) for the rows and columns of the first input seen as a matrix […, C].
 *
 * @param options.overwritable whether the result may take the place of the first input. @param options.common which inputs are not
 * matrices or columns with a value for each row, but what every row needs.
 */
function rowwise<K extends OpName>(
  kernel: KernelName,
  { overwritable = false, common = [] }: { readonly overwritable?: boolean; readonly common?: readonly number[] } = {},
  numbers: (node: NodeOf<K>) => readonly number[] = () => [],
): Lowering<K> {
  return (node, recorder) => {
    const inputs = node.inputs.map((id) => recorder.value(id));
    const { shape } = recorder.node(node.inputs[0]!);
    const columns = shape.at(-1) ?? 1;
    const y = recorder.result(node.id);
    const sliced = [...inputs.filter((_, index) => !common.includes(index)), y];
    callInShares(
      recorder,
      kernel,
      { reads: inputs, writes: [y], overwritable: overwritable ? inputs.slice(0, 1) : [] },
      rowShares(shape, sliced, recorder),
      (at, count) => [...inputs.map(at), ...numbers(node), at(y), count, columns],
    );
  };
}

/** kernel(inputs …, result, rows, columns, row bytes): sums over the rows of matrices, shared out by columns. */
function columnwise<K extends OpName>(kernel: KernelName): Lowering<K> {
  return (node, recorder) => {
    const inputs = node.inputs.map((id) => recorder.value(id));
    const { shape } = recorder.node(node.inputs[0]!);
    const columns = shape.at(-1) ?? 1;
    const y = recorder.result(node.id);
    const parameters = (from: number, to: number): readonly Parameter[] => [
      ...[...inputs, y].map((buffer) => ({ buffer, offsetBytes: from * BYTES_PER_VALUE })),
      ...[sizeOf(shape) / columns, to - from, columns * BYTES_PER_VALUE],
    ];
    recorder.call(
      kernel,
      parameters(0, columns),
      { reads: inputs, writes: [y] },
      { units: columns, multiple: columnMultiple(columns), sliced: [y], parameters },
    );
  };
}

/** kernel(inputs …, numbers …, result, examples, length) for the first input seen as a matrix [N, everything else]. */
function examplewise<K extends OpName>(
  kernel: KernelName,
  numbers: (node: NodeOf<K>) => readonly number[],
): Lowering<K> {
  return (node, recorder) => {
    const inputs = node.inputs.map((id) => recorder.value(id));
    const { shape } = recorder.node(node.inputs[0]!);
    const y = recorder.result(node.id);
    callInShares(
      recorder,
      kernel,
      { reads: inputs, writes: [y] },
      { units: shape[0]!, sliced: [...inputs, y] },
      (at, count) => [...inputs.map(at), ...numbers(node), at(y), count, sizeOf(shape.slice(1))],
    );
  };
}

/** A kernel(buffers …, geometry) of pooling, shared out by images. Null stands for a buffer that is not there. */
function callPool(
  recorder: Recorder,
  kernel: KernelName,
  buffers: readonly (Buffer | null)[],
  results: number,
  sizes: PoolSizes,
): void {
  const present = buffers.filter((buffer) => buffer !== null);
  const writes = buffers.slice(-results).filter((buffer) => buffer !== null);
  const reads = present.filter((buffer) => !writes.includes(buffer));
  callInShares(recorder, kernel, { reads, writes }, { units: sizes.batch, sliced: present }, (at, count) => [
    ...buffers.map((buffer) => (buffer === null ? 0 : at(buffer))),
    ...[count, ...poolArguments(sizes)],
  ]);
}

/** The part of a pooling kernel's arguments that describes the geometry of an image. */
function poolArguments(sizes: PoolSizes): readonly number[] {
  return [
    sizes.inputHeight,
    sizes.inputWidth,
    sizes.channels,
    sizes.outputHeight,
    sizes.outputWidth,
    sizes.windowHeight,
    sizes.windowWidth,
    sizes.strideVertical,
    sizes.strideHorizontal,
    sizes.padding.top,
    sizes.padding.left,
  ];
}

/** One byte per value of the pool's output. */
function winnersOf(pool: NodeId, recorder: Recorder): Buffer {
  const node = recorder.node(pool);
  return recorder.shared(`${node.name} winners`, sizeOf(node.shape));
}

/** Whether there is a reject class, its logit, and the label smoothing. */
function crossEntropyArguments({ rejectLogit, labelSmoothing = 0 }: CrossEntropyAttributes): readonly number[] {
  return [rejectLogit === null ? 0 : 1, rejectLogit ?? 0, labelSmoothing];
}

const lowerings: { readonly [K in OpName]: Lowering<K> } = {
  input: leaf,
  parameter: leaf,
  scalar: leaf,
  constant: leaf,
  data: leaf,

  gatherImages: lowerGatherImages,
  gatherLabels: lowerGatherLabels,
  warpImages: lowerWarp,
  jitterColours: lowerJitter,
  eraseRectangles: lowerErase,

  add: elementwise('add'),
  multiply: elementwise('multiply'),
  scale: elementwise('scale', (node) => [node.attributes.factor]),
  conv2d: (node, recorder) => lowerConvolution(node, recorder, { bias: null, relu: false, result: node.id }),
  addBias: rowwise('addBias', { overwritable: true, common: [1] }),
  relu: elementwise('relu'),
  sigmoid: elementwise('sigmoid'),
  tanh: elementwise('tanh', (node) => [node.attributes.amplitude, node.attributes.slope]),
  maxPool(node, recorder) {
    const x = recorder.value(node.inputs[0]!);
    const y = recorder.result(node.id);
    const saves = [...recorder.fusions.winners.values()].includes(node.id);
    const winners = saves ? winnersOf(node.id, recorder) : null;
    const sizes = poolSizes(recorder.node(node.inputs[0]!).shape, node.attributes);
    callPool(recorder, 'maxPool', [x, y, winners], 2, sizes);
  },
  averagePool(node, recorder) {
    const x = recorder.value(node.inputs[0]!);
    const y = recorder.result(node.id);
    const sizes = poolSizes(recorder.node(node.inputs[0]!).shape, node.attributes);
    callPool(recorder, 'averagePool', [x, y], 1, sizes);
  },
  channelScale: rowwise('channelScale', { overwritable: true, common: [1] }),
  reshape: (node, recorder) => recorder.alias(node.id, recorder.value(node.inputs[0]!)),
  matmul: (node, recorder) => lowerMatmul(node, recorder, { bias: null, relu: false, result: node.id }),
  softmax: rowwise('softmax'),
  softmaxCrossEntropy(node, recorder) {
    const [logits, labels] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
    const losses = recorder.result(node.id);
    const [rows, classes] = recorder.node(node.inputs[0]!).shape as [number, number];
    callInShares(
      recorder,
      'softmaxCrossEntropy',
      { reads: [logits, labels], writes: [losses] },
      { units: rows, sliced: [logits, labels, losses] },
      (at, count) => [
        ...[at(logits), at(labels), ...crossEntropyArguments(node.attributes)],
        ...[at(losses), count, classes],
      ],
    );
  },
  squaredDistance(node, recorder) {
    const [points, prototypes] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
    const y = recorder.result(node.id);
    const [rows, classes] = node.shape as [number, number];
    const length = recorder.node(node.inputs[0]!).shape[1]!;
    callInShares(
      recorder,
      'squaredDistance',
      { reads: [points, prototypes], writes: [y] },
      { units: rows, operations: rows * classes * length, sliced: [points, y] },
      (at, count) => [at(points), prototypes, at(y), count, classes, length],
    );
  },
  argMax: rowwise('argMax'),
  mean(node, recorder) {
    const x = recorder.value(node.inputs[0]!);
    const y = recorder.result(node.id);
    const count = sizeOf(recorder.node(node.inputs[0]!).shape);
    recorder.call('total', [x, 1 / count, y, count], { reads: [x], writes: [y] });
  },
  batchMean: lowerBatchMean,
  batchVariance: lowerBatchVariance,
  normalize: (node, recorder) => lowerNormalize(node, recorder),
  globalAveragePool(node, recorder) {
    const x = recorder.value(node.inputs[0]!);
    const y = recorder.result(node.id);
    const { batch, height, width, channels } = imageSizes(recorder.node(node.inputs[0]!).shape);
    callInShares(recorder, 'mapMeans', { reads: [x], writes: [y] }, { units: batch, sliced: [x, y] }, (at, count) => [
      at(x),
      at(y),
      count,
      height * width,
      channels,
    ]);
  },
  layerNormalization: rowwise('layerNormalization', { overwritable: true }, (node) => [node.attributes.epsilon]),
  localResponseNormalization: rowwise('localResponseNormalization', {}, ({ attributes }) => {
    const { size, k, alpha, beta } = attributes;
    return [size, k, alpha, beta];
  }),
  l2Pool(node, recorder) {
    const x = recorder.value(node.inputs[0]!);
    const y = recorder.result(node.id);
    const sizes = poolSizes(recorder.node(node.inputs[0]!).shape, node.attributes);
    callPool(recorder, 'l2Pool', [x, y], 1, sizes);
  },
  resize: lowerResize,
  subtract: elementwise('subtract'),
  divide: elementwise('divide'),
  power(node, recorder) {
    const kernel = Number.isInteger(node.attributes.exponent) ? 'wholePower' : 'power';
    elementwise<'power'>(kernel, ({ attributes }) => [attributes.exponent])(node, recorder);
  },
  exp: elementwise('exponentials'),
  log: elementwise('logarithms'),
  squareRoot: elementwise('squareRoot'),
  maximum: elementwise('maximum'),
  minimum: elementwise('minimum'),
  leakyRelu: elementwise('leakyRelu', (node) => [node.attributes.slope]),
  elu: elementwise('elu', (node) => [node.attributes.alpha]),
  gelu: elementwise('gelu', () => [GELU_SLOPE, GELU_CUBIC]),
  sum: lowerReduction,
  meanOver: lowerReduction,
  broadcast: lowerBroadcast,
  slice: lowerSlice,
  pad: lowerPad,
  flip: lowerFlip,
  concatenate: lowerConcatenate,
  squaredError: elementwise('squaredError'),
  binaryCrossEntropy: elementwise('binaryCrossEntropy'),
  hinge: rowwise('hinge'),
  softDice: examplewise('softDice', (node) => [node.attributes.smoothing]),
  gramMatrix(node, recorder) {
    const x = recorder.value(node.inputs[0]!);
    const [images, height, width, channels] = recorder.node(node.inputs[0]!).shape as [number, number, number, number];
    const places = height * width;
    const y = recorder.result(node.id);
    callInShares(
      recorder,
      'gramMatrix',
      { reads: [x], writes: [y] },
      { units: images, operations: images * places * channels * channels, sliced: [x, y] },
      (at, count) => [at(x), 1 / (places * channels), at(y), count, places, channels],
    );
  },
  // The random source gives two elements in each of its blocks.
  dropout: updateRule('dropout', 1, (node, first) => [hashName(node.attributes.stream), first / 2]),

  meanGradient(node, recorder) {
    const dy = recorder.value(node.inputs[0]!);
    const dx = recorder.result(node.id);
    const count = sizeOf(node.shape);
    callInShares(
      recorder,
      'spread',
      { reads: [dy], writes: [dx] },
      elements(node.shape, [dx], recorder),
      (at, part) => [dy, 1 / count, at(dx), part],
    );
  },
  conv2dInputGradient: lowerInputGradient,
  conv2dFilterGradient: lowerFilterGradient,
  biasGradient: columnwise('columnSums'),
  reluGradient: elementwise('reluGradient'),
  sigmoidGradient: elementwise('sigmoidGradient'),
  tanhGradient: elementwise('tanhGradient', (node) => [node.attributes.amplitude, node.attributes.slope]),
  maxPoolGradient(node, recorder) {
    const [xId, dyId] = node.inputs as [NodeId, NodeId];
    const dy = recorder.value(dyId);
    const dx = recorder.result(node.id);
    const sizes = poolSizes(recorder.node(xId).shape, node.attributes);
    const pool = recorder.fusions.winners.get(node.id);
    const source = pool === undefined ? recorder.value(xId) : winnersOf(pool, recorder);
    callPool(recorder, pool === undefined ? 'maxPoolGradient' : 'maxPoolGradientSaved', [source, dy, dx], 1, sizes);
  },
  averagePoolGradient(node, recorder) {
    const dy = recorder.value(node.inputs[0]!);
    const dx = recorder.result(node.id);
    const sizes = poolSizes(node.attributes.inputShape, node.attributes);
    callPool(recorder, 'averagePoolGradient', [dy, dx], 1, sizes);
  },
  channelScaleGradient: columnwise('channelScaleGradient'),
  softmaxGradient: rowwise('softmaxGradient'),
  softmaxCrossEntropyGradient(node, recorder) {
    const inputs = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer, Buffer];
    const dx = recorder.result(node.id);
    const [rows, classes] = node.shape as [number, number];
    callInShares(
      recorder,
      'softmaxCrossEntropyGradient',
      { reads: inputs, writes: [dx], overwritable: [inputs[0]] },
      { units: rows, sliced: [...inputs, dx] },
      (at, count) => [...inputs.map(at), ...crossEntropyArguments(node.attributes), at(dx), count, classes],
    );
  },
  squaredDistanceGradient(node, recorder) {
    const inputs = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer, Buffer];
    const dx = recorder.result(node.id);
    const [rows, classes] = recorder.node(node.inputs[2]!).shape as [number, number];
    const length = node.shape[1]!;
    recorder.call(
      node.attributes.of === 'points' ? 'squaredDistanceGradientPoints' : 'squaredDistanceGradientPrototypes',
      [...inputs, dx, rows, classes, length],
      { reads: inputs, writes: [dx] },
    );
  },
  batchMeanGradient: lowerBatchMeanGradient,
  batchVarianceGradient: lowerBatchVarianceGradient,
  normalizeGradient: lowerNormalizeGradient,
  normalizeStatisticsGradient: lowerNormalizeStatisticsGradient,
  globalAveragePoolGradient(node, recorder) {
    const dy = recorder.value(node.inputs[0]!);
    const dx = recorder.result(node.id);
    const { batch, height, width, channels } = imageSizes(node.shape);
    callInShares(
      recorder,
      'spreadMaps',
      { reads: [dy], writes: [dx] },
      { units: batch, sliced: [dy, dx] },
      (at, count) => [at(dy), at(dx), count, height * width, channels],
    );
  },
  layerNormalizationGradient: rowwise('layerNormalizationGradient', { overwritable: true }, (node) => [
    node.attributes.epsilon,
  ]),
  localResponseNormalizationGradient: lowerLocalResponseGradient,
  l2PoolGradient(node, recorder) {
    const [x, dy] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
    const dx = recorder.result(node.id);
    const sizes = poolSizes(node.shape, node.attributes);
    callPool(recorder, 'l2PoolGradient', [x, dy, dx], 1, sizes);
  },
  resizeGradient: lowerResizeGradient,
  maximumGradient(node, recorder) {
    elementwise(node.attributes.of === 'a' ? 'maximumGradientA' : 'maximumGradientB')(node, recorder);
  },
  leakyReluGradient: elementwise('leakyReluGradient', (node) => [node.attributes.slope]),
  eluGradient: elementwise('eluGradient', (node) => [node.attributes.alpha]),
  geluGradient: elementwise('geluGradient', () => [GELU_SLOPE, GELU_CUBIC]),
  hingeGradient: rowwise('hingeGradient'),
  softDiceGradient: examplewise('softDiceGradient', (node) => [node.attributes.smoothing]),
  gramMatrixGradient(node, recorder) {
    const [x, dy] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
    const [images, height, width, channels] = node.shape as [number, number, number, number];
    const places = height * width;
    const both = recorder.scratch(`${node.name} matrix and mirror`, channels * channels * BYTES_PER_VALUE);
    const dx = recorder.result(node.id);
    recorder.call('gramMatrixGradient', [x, dy, 1 / (places * channels), both, dx, images, places, channels], {
      reads: [x, dy],
      writes: [both, dx],
    });
  },

  sgdUpdate: updateRule('sgdUpdate', 2),
  momentum: updateRule('momentum', 2),
  movingAverage: updateRule('movingAverage', 2),
  movingAverageOfSquares: updateRule('movingAverageOfSquares', 2),
  adamUpdate: updateRule('adamUpdate', 3),
  accumulateSquares: updateRule('accumulateSquares', 2),
  adaptiveUpdate: updateRule('adaptiveUpdate', 3),
  adadeltaDirection: updateRule('adadeltaDirection', 3),
  squaredNorm(node, recorder) {
    const x = recorder.value(node.inputs[0]!);
    const y = recorder.result(node.id);
    recorder.call('squaredNorm', [x, y, sizeOf(recorder.node(node.inputs[0]!).shape)], { reads: [x], writes: [y] });
  },
  clipFactor(node, recorder) {
    const [squared, limit] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
    const y = recorder.result(node.id);
    recorder.call('clipFactor', [squared, limit, y], { reads: [squared, limit], writes: [y] });
  },
  scaleBy: updateRule('scaleBy', 1),
  penalize: updateRule('penalize', 2),
  decayWeights: updateRule('decayWeights', 1),
};

/** Records the calls that compute one node. */
export function lowerNode(node: GraphNode, recorder: Recorder): void {
  // The node's op selects the entry of its own type, which TypeScript cannot follow through the union.
  (lowerings[node.op] as Lowering<OpName>)(node, recorder);
}

/** Records the one call that computes a fusion; `tail` is its last node. */
export function lowerFusion(fusion: Fusion, tail: NodeId, recorder: Recorder): void {
  switch (fusion.kind) {
    case 'product': {
      const epilogue = { bias: fusion.bias, relu: fusion.relu, result: tail };
      if (fusion.product.op === 'conv2d') lowerConvolution(fusion.product, recorder, epilogue);
      else lowerMatmul(fusion.product, recorder, epilogue);
      return;
    }
    case 'normalization':
      lowerNormalize(fusion.normalize, recorder, { addend: fusion.addend, relu: fusion.relu, result: tail });
      return;
    case 'normalizationGradient':
      lowerNormalizationGradient(fusion, tail, recorder);
      return;
    case 'poolAndRelu': {
      const { gradient } = fusion;
      const [xId, dyId] = gradient.inputs as [NodeId, NodeId];
      const pool = recorder.fusions.winners.get(gradient.id)!;
      const winners = winnersOf(pool, recorder);
      const pooled = recorder.value(pool);
      const dy = recorder.value(dyId);
      const dx = recorder.result(tail);
      const sizes = poolSizes(recorder.node(xId).shape, gradient.attributes);
      callPool(recorder, 'maxPoolReluGradientSaved', [winners, pooled, dy, dx], 1, sizes);
      return;
    }
    case 'update':
      lowerUpdate(fusion, recorder);
      return;
    case 'clip':
      lowerClipping(fusion, recorder);
      return;
    default:
      fusion satisfies never;
  }
}
