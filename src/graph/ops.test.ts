/** Shape rules and costs, op by op. What the gradient rules compute is checked in `reference/gradient.test.ts`. */

import { describe, expect, test } from 'vitest';
import type { Shape } from '../tensor/shape';
import { createBuilder } from './builder';
import { noPadding } from './convolution';
import type { OpAttributes } from './graph';
import type { ComputedName, OpDefinition } from './opDefinition';
import { computedNames, ops, opNames } from './ops';

interface Accepted<K extends ComputedName> {
  readonly attributes: OpAttributes[K];
  readonly inputs: readonly Shape[];
  readonly output: Shape;
  readonly multiplyAdds: number;
}
interface Refused<K extends ComputedName> {
  readonly attributes: OpAttributes[K];
  readonly inputs: readonly Shape[];
  readonly message: string;
}

const plain = { stride: [1, 1], padding: noPadding } as const;
const two = { window: [2, 2], stride: [2, 2] } as const;
const flags = { transposeA: false, transposeB: false };
const reject = { rejectLogit: null };
const alike = 'Nothing is broadcast here; use addBias or channelScale for one number per channel.';

/** Per op: one application with its output and cost, and what is refused with which words. */
const rules: { readonly [K in ComputedName]: readonly [Accepted<K>, ...Refused<K>[]] } = {
  gatherImages: [
    {
      attributes: { height: 32, width: 30, mean: [33], deviation: [78] },
      inputs: [[100, 28, 28, 1], [8]],
      output: [8, 32, 30, 1],
      multiplyAdds: 0,
    },
    {
      attributes: { height: 32, width: 27, mean: [33], deviation: [78] },
      inputs: [[100, 28, 28, 1], [8]],
      message:
        'y (gatherImages): expected images of at most 32×27 cells, the size of the input, found [100,28,28,1]. Choose a network with an input at least as large as the images.',
    },
    {
      attributes: { height: 32, width: 32, mean: [1, 2], deviation: [1] },
      inputs: [[100, 32, 32, 3], [8]],
      message:
        'y (gatherImages): expected one mean for all channels or one for each of the 3, found 2 numbers. Measure them on the training images.',
    },
    {
      attributes: { height: 32, width: 32, mean: [1], deviation: [1, 2, 3, 4] },
      inputs: [[100, 32, 32, 3], [8]],
      message: 'y (gatherImages): expected one deviation for all channels or one for each of the 3, found 4 numbers.',
    },
    {
      attributes: { height: 32, width: 32, mean: [1], deviation: [1] },
      inputs: [[100, 784], [8]],
      message: 'y (gatherImages): expected data with the four axes [N,H,W,C], found [100,784].',
    },
    {
      attributes: { height: 32, width: 32, mean: [1], deviation: [1] },
      inputs: [
        [100, 28, 28, 1],
        [8, 1],
      ],
      message:
        'y (gatherImages): expected indices of shape [N], one for each image of the batch, found [8,1]. An index is the number of an image in its data set.',
    },
  ],
  warpImages: [
    {
      attributes: { stream: 'warp', background: [-0.4] },
      inputs: [[2, 8, 7, 3], [], [], [], [], [], []],
      output: [2, 8, 7, 3],
      multiplyAdds: 1344,
    },
    {
      attributes: { stream: 'warp', background: [0, 1] },
      inputs: [[2, 8, 7, 3], [], [], [], [], [], []],
      message:
        'y (warpImages): expected one background for all channels or one for each of the 3, found 2 numbers. It is what byte 0 becomes.',
    },
    {
      attributes: { stream: 'warp', background: [0] },
      inputs: [[2, 8, 7, 3], [], [], [], [2], [], []],
      message: 'y (warpImages): expected rotate to be a single number, shape [], found [2].',
    },
  ],
  jitterColours: [
    {
      attributes: { stream: 'jitter' },
      inputs: [[2, 8, 7, 3], [], [], [], [], [], []],
      output: [2, 8, 7, 3],
      multiplyAdds: 1344,
    },
    {
      attributes: { stream: 'jitter' },
      inputs: [[2, 8, 7], [], [], [], [], [], []],
      message: 'y (jitterColours): expected x with the four axes [N,H,W,C], found [2,8,7].',
    },
    {
      attributes: { stream: 'jitter' },
      inputs: [[2, 8, 7, 3], [], [1], [], [], [], []],
      message: 'y (jitterColours): expected brightness to be a single number, shape [], found [1].',
    },
  ],
  eraseRectangles: [
    { attributes: { stream: 'erase' }, inputs: [[2, 8, 7, 3], [], [], [], []], output: [2, 8, 7, 3], multiplyAdds: 0 },
    {
      attributes: { stream: 'erase' },
      inputs: [[2, 8, 7, 3], [], [], [], [3]],
      message: 'y (eraseRectangles): expected step to be a single number, shape [], found [3].',
    },
  ],
  gatherLabels: [
    { attributes: {}, inputs: [[100], [8]], output: [8], multiplyAdds: 0 },
    {
      attributes: {},
      inputs: [[100, 10], [8]],
      message:
        'y (gatherLabels): expected data of shape [M], one label for each image, found [100,10]. Labels are class indices, not one-hot vectors.',
    },
    { attributes: {}, inputs: [[100], []], message: 'y (gatherLabels): expected indices of shape [N]' },
  ],
  add: [
    {
      attributes: {},
      inputs: [
        [2, 3],
        [2, 3],
      ],
      output: [2, 3],
      multiplyAdds: 0,
    },
    {
      attributes: {},
      inputs: [[2, 3], [3]],
      message: `y (add): expected b of the same shape as a, [2,3], found [3]. ${alike}`,
    },
  ],
  multiply: [
    {
      attributes: {},
      inputs: [
        [2, 3],
        [2, 3],
      ],
      output: [2, 3],
      multiplyAdds: 6,
    },
    { attributes: {}, inputs: [[2], [3]], message: 'y (multiply): expected b of the same shape as a, [2], found [3].' },
  ],
  scale: [{ attributes: { factor: 2 }, inputs: [[4]], output: [4], multiplyAdds: 0 }],
  conv2d: [
    {
      attributes: plain,
      inputs: [
        [1, 32, 32, 1],
        [5, 5, 1, 6],
      ],
      output: [1, 28, 28, 6],
      multiplyAdds: 117_600,
    },
    {
      attributes: plain,
      inputs: [
        [1, 4, 4, 1],
        [5, 5, 1, 6],
      ],
      message: 'y (conv2d): expected a kernel of at most 4×4',
    },
  ],
  addBias: [
    { attributes: {}, inputs: [[2, 5, 5, 3], [3]], output: [2, 5, 5, 3], multiplyAdds: 0 },
    {
      attributes: {},
      inputs: [[2, 3], [2]],
      message:
        'y (addBias): expected b of shape [3], one number per channel of x [2,3], found [2]. Channels are the last axis.',
    },
    { attributes: {}, inputs: [[], []], message: 'y (addBias): expected x with a channel axis, […,C], found [].' },
  ],
  relu: [{ attributes: {}, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 }],
  sigmoid: [{ attributes: {}, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 }],
  tanh: [{ attributes: { amplitude: 1, slope: 1 }, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 }],
  maxPool: [
    { attributes: two, inputs: [[1, 28, 28, 6]], output: [1, 14, 14, 6], multiplyAdds: 0 },
    { attributes: two, inputs: [[1, 1, 1, 6]], message: 'y (maxPool): expected a window of at most 1×1' },
    { attributes: two, inputs: [[9]], message: 'y (maxPool): expected x with the four axes [N,H,W,C], found [9].' },
  ],
  averagePool: [
    { attributes: two, inputs: [[1, 28, 28, 6]], output: [1, 14, 14, 6], multiplyAdds: 0 },
    { attributes: two, inputs: [[1, 1, 1, 6]], message: 'y (averagePool): expected a window of at most 1×1' },
  ],
  channelScale: [
    { attributes: {}, inputs: [[2, 4, 4, 3], [3]], output: [2, 4, 4, 3], multiplyAdds: 96 },
    {
      attributes: {},
      inputs: [
        [2, 3],
        [1, 3],
      ],
      message: 'y (channelScale): expected s of shape [3]',
    },
  ],
  reshape: [
    { attributes: { shape: [2, 12] }, inputs: [[2, 3, 4]], output: [2, 12], multiplyAdds: 0 },
    {
      attributes: { shape: [2, 11] },
      inputs: [[2, 3, 4]],
      message: 'y (reshape): expected a shape of 24 values, as many as x [2,3,4] has, found [2,11], which has 22.',
    },
  ],
  matmul: [
    {
      attributes: flags,
      inputs: [
        [2, 400],
        [400, 120],
      ],
      output: [2, 120],
      multiplyAdds: 96_000,
    },
    {
      attributes: { transposeA: false, transposeB: true },
      inputs: [
        [2, 3],
        [3, 4],
      ],
      message: 'y (matmul): expected b with K = 3, as a [2,3] has, found [3,4] (transposed) with K = 4.',
    },
    {
      attributes: flags,
      inputs: [
        [2, 5, 5],
        [5, 4],
      ],
      message: 'y (matmul): expected a with the two axes [M,K], found [2,5,5].',
    },
  ],
  softmax: [
    { attributes: {}, inputs: [[2, 10]], output: [2, 10], multiplyAdds: 0 },
    {
      attributes: {},
      inputs: [[10]],
      message: 'y (softmax): expected x with the two axes [N,K], found [10]. Flatten it first.',
    },
  ],
  softmaxCrossEntropy: [
    { attributes: reject, inputs: [[2, 10], [2]], output: [2], multiplyAdds: 0 },
    {
      attributes: { rejectLogit: null, labelSmoothing: 1 },
      inputs: [[2, 10], [2]],
      message:
        'y (softmaxCrossEntropy): expected a labelSmoothing of at least 0 and below 1, found 1. 0.1 is usual; 0 or nothing leaves the labels as they are.',
    },
    {
      attributes: reject,
      inputs: [
        [2, 10],
        [2, 10],
      ],
      message: 'y (softmaxCrossEntropy): expected labels of shape [2], one per row of the logits, found [2,10].',
    },
  ],
  squaredDistance: [
    {
      attributes: {},
      inputs: [
        [2, 84],
        [10, 84],
      ],
      output: [2, 10],
      multiplyAdds: 1680,
    },
    {
      attributes: {},
      inputs: [
        [2, 80],
        [10, 84],
      ],
      message:
        'y (squaredDistance): expected prototypes with D = 80, as points [2,80] have, found [10,84]. Give the layer before 84 units.',
    },
  ],
  argMax: [
    { attributes: {}, inputs: [[2, 10]], output: [2], multiplyAdds: 0 },
    { attributes: {}, inputs: [[2]], message: 'y (argMax): expected x with the two axes [N,K], found [2].' },
  ],
  mean: [
    { attributes: {}, inputs: [[2, 10]], output: [], multiplyAdds: 0 },
    { attributes: {}, inputs: [[0]], message: 'y (mean): expected at least one value, found none.' },
  ],
  batchMean: [
    { attributes: {}, inputs: [[2, 4, 4, 3]], output: [3], multiplyAdds: 0 },
    { attributes: {}, inputs: [[]], message: 'y (batchMean): expected x with a channel axis, […,C], found [].' },
    { attributes: {}, inputs: [[0, 3]], message: 'y (batchMean): expected at least one value, found none.' },
  ],
  batchVariance: [
    { attributes: {}, inputs: [[2, 4, 4, 3]], output: [3], multiplyAdds: 96 },
    { attributes: {}, inputs: [[]], message: 'y (batchVariance): expected x with a channel axis, […,C], found [].' },
    { attributes: {}, inputs: [[0, 3]], message: 'y (batchVariance): expected at least one value, found none.' },
  ],
  normalize: [
    { attributes: { epsilon: 1 }, inputs: [[2, 4, 4, 3], [3], [3], [3], [3]], output: [2, 4, 4, 3], multiplyAdds: 96 },
    ...(['mean', 'variance', 'scale', 'shift'] as const).map((wrong, position) => ({
      attributes: { epsilon: 1 },
      inputs: [[2, 3], ...[0, 1, 2, 3].map((input) => [input === position ? 4 : 3])],
      message: `y (normalize): expected ${wrong} of shape [3], one number per channel of x [2,3], found [4].`,
    })),
  ],
  globalAveragePool: [
    { attributes: {}, inputs: [[2, 7, 7, 512]], output: [2, 512], multiplyAdds: 0 },
    {
      attributes: {},
      inputs: [[2, 3]],
      message: 'y (globalAveragePool): expected x with the four axes [N,H,W,C], found [2,3].',
    },
    {
      attributes: {},
      inputs: [[2, 0, 7, 3]],
      message: 'y (globalAveragePool): expected at least one value, found none.',
    },
  ],
  layerNormalization: [
    { attributes: { epsilon: 1 }, inputs: [[2, 4, 4, 3]], output: [2, 4, 4, 3], multiplyAdds: 192 },
    {
      attributes: { epsilon: 1 },
      inputs: [[]],
      message: 'y (layerNormalization): expected x with a channel axis, […,C], found [].',
    },
    {
      attributes: { epsilon: 1 },
      inputs: [[3, 0]],
      message: 'y (layerNormalization): expected at least one channel, found none.',
    },
  ],
  localResponseNormalization: [
    {
      attributes: { size: 5, k: 2, alpha: 1e-4, beta: 0.75 },
      inputs: [[2, 4, 4, 3]],
      output: [2, 4, 4, 3],
      multiplyAdds: 576,
    },
    {
      attributes: { size: 5, k: 0, alpha: 1e-4, beta: 0.75 },
      inputs: [[2, 3]],
      message:
        'y (localResponseNormalization): expected size as a whole number, 1 or more, k above 0, alpha and beta 0 or more, found size 5, k 0,',
    },
  ],
  l2Pool: [
    { attributes: two, inputs: [[1, 28, 28, 6]], output: [1, 14, 14, 6], multiplyAdds: 4704 },
    { attributes: two, inputs: [[1, 1, 1, 6]], message: 'y (l2Pool): expected a window of at most 1×1' },
  ],
  resize: [
    {
      attributes: { height: 4, width: 6, method: 'bilinear' },
      inputs: [[2, 2, 3, 5]],
      output: [2, 4, 6, 5],
      multiplyAdds: 960,
    },
    {
      attributes: { height: 0, width: 6, method: 'nearest' },
      inputs: [[2, 2, 3, 5]],
      message:
        'y (resize): expected height and width in whole cells, 1 or more, before and after, found 2×3 → 0×6. Choose at least 1×1.',
    },
  ],
  subtract: [
    { attributes: {}, inputs: [[3], [3]], output: [3], multiplyAdds: 0 },
    { attributes: {}, inputs: [[2], [3]], message: 'y (subtract): expected b of the same shape as a, [2], found [3].' },
  ],
  divide: [
    { attributes: {}, inputs: [[3], [3]], output: [3], multiplyAdds: 3 },
    { attributes: {}, inputs: [[2], [3]], message: 'y (divide): expected b of the same shape as a, [2], found [3].' },
  ],
  power: [{ attributes: { exponent: 3 }, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 }],
  exp: [{ attributes: {}, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 }],
  log: [{ attributes: {}, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 }],
  squareRoot: [{ attributes: {}, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 }],
  maximum: [
    { attributes: {}, inputs: [[3], [3]], output: [3], multiplyAdds: 0 },
    { attributes: {}, inputs: [[2], [3]], message: 'y (maximum): expected b of the same shape as a, [2], found [3].' },
  ],
  minimum: [
    { attributes: {}, inputs: [[3], [3]], output: [3], multiplyAdds: 0 },
    { attributes: {}, inputs: [[2], [3]], message: 'y (minimum): expected b of the same shape as a, [2], found [3].' },
  ],
  leakyRelu: [
    { attributes: { slope: 0.01 }, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 },
    {
      attributes: { slope: -1 },
      inputs: [[3]],
      message:
        'y (leakyRelu): expected a slope of at least 0, found -1. With a negative one the output would no longer tell the sign of x.',
    },
  ],
  elu: [
    { attributes: { alpha: 1 }, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 },
    { attributes: { alpha: -1 }, inputs: [[3]], message: 'y (elu): expected an alpha of at least 0, found -1.' },
  ],
  gelu: [{ attributes: {}, inputs: [[2, 3]], output: [2, 3], multiplyAdds: 0 }],
  sum: [
    { attributes: { axes: [1, 2], keepDims: false }, inputs: [[2, 4, 4, 3]], output: [2, 3], multiplyAdds: 0 },
    {
      attributes: { axes: [2], keepDims: false },
      inputs: [[2, 3]],
      message:
        'y (sum): expected at least one axis of x [2,3], numbered from 0 and ascending, found [2]. Activations have the axes 0 batch, 1 height, 2 width, 3 channel.',
    },
    {
      attributes: { axes: [1, 0], keepDims: true },
      inputs: [[2, 3]],
      message: 'y (sum): expected at least one axis of x [2,3], numbered from 0 and ascending, found [1,0].',
    },
    {
      attributes: { axes: [], keepDims: true },
      inputs: [[2]],
      message: 'y (sum): expected at least one axis of x [2]',
    },
  ],
  meanOver: [
    { attributes: { axes: [1, 2], keepDims: true }, inputs: [[2, 4, 4, 3]], output: [2, 1, 1, 3], multiplyAdds: 0 },
    {
      attributes: { axes: [0], keepDims: false },
      inputs: [[0, 2]],
      message: 'y (meanOver): expected at least one value, found none.',
    },
  ],
  broadcast: [
    { attributes: { axes: [1, 2], shape: [2, 4, 4, 3] }, inputs: [[2, 3]], output: [2, 4, 4, 3], multiplyAdds: 0 },
    {
      attributes: { axes: [0], shape: [2, 3] },
      inputs: [[2]],
      message:
        'y (broadcast): expected x of shape [3] or [1,3], to repeat it along the axes 0 of [2,3], found [2]. Only the repeated axes may be missing.',
    },
  ],
  slice: [
    { attributes: { start: [0, 1], size: [2, 2] }, inputs: [[2, 3]], output: [2, 2], multiplyAdds: 0 },
    {
      attributes: { start: [0, 2], size: [2, 2] },
      inputs: [[2, 3]],
      message:
        'y (slice): expected a block inside of x [2,3], with a start and a size of at least 1 for each axis, found start [0,2] and size [2,2]. Take an axis whole with start 0 and its length.',
    },
    {
      attributes: { start: [0], size: [2] },
      inputs: [[2, 3]],
      message: 'y (slice): expected a block inside of x [2,3]',
    },
    { attributes: { start: [-1], size: [2] }, inputs: [[2]], message: 'y (slice): expected a block inside of x [2]' },
  ],
  pad: [
    { attributes: { before: [0, 1], after: [2, 0] }, inputs: [[2, 3]], output: [4, 4], multiplyAdds: 0 },
    {
      attributes: { before: [0, -1], after: [0, 0] },
      inputs: [[2, 3]],
      message:
        'y (pad): expected a number of cells, 0 or more, before and after each axis of x [2,3], found before [0,-1] and after [0,0]. Give 0 for an axis that keeps its length.',
    },
  ],
  flip: [
    { attributes: { axes: [2] }, inputs: [[1, 2, 3, 1]], output: [1, 2, 3, 1], multiplyAdds: 0 },
    {
      attributes: { axes: [4] },
      inputs: [[1, 2, 3, 1]],
      message: 'y (flip): expected at least one axis of x [1,2,3,1]',
    },
  ],
  concatenate: [
    {
      attributes: { axis: 1 },
      inputs: [
        [2, 3],
        [2, 4],
      ],
      output: [2, 7],
      multiplyAdds: 0,
    },
    {
      attributes: { axis: 2 },
      inputs: [
        [2, 3],
        [2, 3],
      ],
      message: 'y (concatenate): expected an axis of a [2,3], numbered from 0, found 2. Channels are the last axis.',
    },
    {
      attributes: { axis: 1 },
      inputs: [
        [2, 3],
        [1, 3],
      ],
      message:
        'y (concatenate): expected b of the same shape as a, [2,3], but for the axis 1, found [1,3]. Only the joined axis may differ in length.',
    },
  ],
  squaredError: [
    { attributes: {}, inputs: [[3], [3]], output: [3], multiplyAdds: 3 },
    {
      attributes: {},
      inputs: [[3], [2]],
      message: 'y (squaredError): expected targets of the same shape as predictions, [3], found [2].',
    },
  ],
  binaryCrossEntropy: [
    { attributes: {}, inputs: [[3], [3]], output: [3], multiplyAdds: 3 },
    {
      attributes: {},
      inputs: [[3], [2]],
      message: 'y (binaryCrossEntropy): expected targets of the same shape as logits, [3], found [2].',
    },
  ],
  hinge: [
    { attributes: {}, inputs: [[2, 10], [2]], output: [2], multiplyAdds: 0 },
    {
      attributes: {},
      inputs: [[2, 1], [2]],
      message:
        'y (hinge): expected scores of at least two classes, found [2,1]. A single class has no rival; use binaryCrossEntropy for yes or no.',
    },
    { attributes: {}, inputs: [[2, 3], [3]], message: 'y (hinge): expected labels of shape [2]' },
  ],
  softDice: [
    {
      attributes: { smoothing: 1 },
      inputs: [
        [2, 4, 4, 1],
        [2, 4, 4, 1],
      ],
      output: [2],
      multiplyAdds: 96,
    },
    {
      attributes: { smoothing: 0 },
      inputs: [[2], [2]],
      message:
        'y (softDice): expected a smoothing above 0, found 0. Without it two empty masks would give 0 / 0; 1 is usual.',
    },
    {
      attributes: { smoothing: 1 },
      inputs: [[], []],
      message: 'y (softDice): expected probabilities with a batch axis, [N,…], found [].',
    },
  ],
  gramMatrix: [
    { attributes: {}, inputs: [[2, 4, 5, 3]], output: [2, 3, 3], multiplyAdds: 360 },
    {
      attributes: {},
      inputs: [[2, 3]],
      message: 'y (gramMatrix): expected x with the four axes [N,H,W,C], found [2,3]. Apply it before flattening.',
    },
  ],
  dropout: [
    { attributes: { stream: 'drop' }, inputs: [[2, 3], [], [], []], output: [2, 3], multiplyAdds: 6 },
    {
      attributes: { stream: 'drop' },
      inputs: [[2, 3], [3], [], []],
      message: 'y (dropout): expected rate to be a single number, shape [], found [3].',
    },
  ],

  meanGradient: [
    { attributes: { shape: [2, 10] }, inputs: [[]], output: [2, 10], multiplyAdds: 0 },
    {
      attributes: { shape: [2] },
      inputs: [[2]],
      message: 'y (meanGradient): expected dy to be a single number, shape [], found [2].',
    },
  ],
  conv2dInputGradient: [
    {
      attributes: { ...plain, inputShape: [1, 5, 5, 2] },
      inputs: [
        [3, 3, 2, 4],
        [1, 3, 3, 4],
      ],
      output: [1, 5, 5, 2],
      multiplyAdds: 648,
    },
    {
      attributes: { ...plain, inputShape: [1, 5, 5, 2] },
      inputs: [
        [3, 3, 2, 4],
        [1, 4, 4, 4],
      ],
      message:
        'y (conv2dInputGradient): expected dy of the same shape as the convolution’s output, [1,3,3,4], found [1,4,4,4].',
    },
  ],
  conv2dFilterGradient: [
    {
      attributes: { ...plain, filterShape: [3, 3, 2, 4] },
      inputs: [
        [1, 5, 5, 2],
        [1, 3, 3, 4],
      ],
      output: [3, 3, 2, 4],
      multiplyAdds: 648,
    },
    {
      attributes: { ...plain, filterShape: [3, 3, 2, 4] },
      inputs: [
        [1, 5, 5, 2],
        [1, 3, 3, 1],
      ],
      message:
        'y (conv2dFilterGradient): expected dy of the same shape as the convolution’s output, [1,3,3,4], found [1,3,3,1].',
    },
  ],
  biasGradient: [
    { attributes: {}, inputs: [[2, 5, 5, 3]], output: [3], multiplyAdds: 0 },
    { attributes: {}, inputs: [[]], message: 'y (biasGradient): expected dy with a channel axis, […,C], found [].' },
  ],
  reluGradient: [
    { attributes: {}, inputs: [[2], [2]], output: [2], multiplyAdds: 0 },
    {
      attributes: {},
      inputs: [[2], [3]],
      message: 'y (reluGradient): expected dy of the same shape as y, [2], found [3].',
    },
  ],
  sigmoidGradient: [
    { attributes: {}, inputs: [[2], [2]], output: [2], multiplyAdds: 4 },
    {
      attributes: {},
      inputs: [[2], [3]],
      message: 'y (sigmoidGradient): expected dy of the same shape as y, [2], found [3].',
    },
  ],
  tanhGradient: [
    { attributes: { amplitude: 1, slope: 1 }, inputs: [[2], [2]], output: [2], multiplyAdds: 4 },
    {
      attributes: { amplitude: 1, slope: 1 },
      inputs: [[2], [3]],
      message: 'y (tanhGradient): expected dy of the same shape as y, [2], found [3].',
    },
  ],
  maxPoolGradient: [
    {
      attributes: two,
      inputs: [
        [1, 5, 4, 3],
        [1, 2, 2, 3],
      ],
      output: [1, 5, 4, 3],
      multiplyAdds: 0,
    },
    {
      attributes: two,
      inputs: [
        [1, 5, 4, 3],
        [1, 3, 2, 3],
      ],
      message:
        'y (maxPoolGradient): expected dy of the same shape as the pooling’s output, [1,2,2,3], found [1,3,2,3].',
    },
  ],
  averagePoolGradient: [
    { attributes: { ...two, inputShape: [1, 5, 4, 3] }, inputs: [[1, 2, 2, 3]], output: [1, 5, 4, 3], multiplyAdds: 0 },
    {
      attributes: { ...two, inputShape: [1, 5, 4, 3] },
      inputs: [[1, 3, 2, 3]],
      message:
        'y (averagePoolGradient): expected dy of the same shape as the pooling’s output, [1,2,2,3], found [1,3,2,3].',
    },
  ],
  channelScaleGradient: [
    {
      attributes: {},
      inputs: [
        [2, 3],
        [2, 3],
      ],
      output: [3],
      multiplyAdds: 6,
    },
    {
      attributes: {},
      inputs: [
        [2, 3],
        [2, 4],
      ],
      message: 'y (channelScaleGradient): expected dy of the same shape as x, [2,3]',
    },
  ],
  softmaxGradient: [
    {
      attributes: {},
      inputs: [
        [2, 3],
        [2, 3],
      ],
      output: [2, 3],
      multiplyAdds: 12,
    },
    {
      attributes: {},
      inputs: [
        [2, 3],
        [2, 4],
      ],
      message: 'y (softmaxGradient): expected dy of the same shape as y, [2,3]',
    },
  ],
  softmaxCrossEntropyGradient: [
    { attributes: reject, inputs: [[2, 10], [2], [2]], output: [2, 10], multiplyAdds: 20 },
    {
      attributes: reject,
      inputs: [[2, 10], [2], [3]],
      message: 'y (softmaxCrossEntropyGradient): expected dy of the same shape as labels, [2], found [3].',
    },
    {
      attributes: reject,
      inputs: [[2, 10], [3], [3]],
      message: 'y (softmaxCrossEntropyGradient): expected labels of shape [2]',
    },
  ],
  squaredDistanceGradient: [
    {
      attributes: { of: 'prototypes' },
      inputs: [
        [2, 84],
        [10, 84],
        [2, 10],
      ],
      output: [10, 84],
      multiplyAdds: 1680,
    },
    {
      attributes: { of: 'points' },
      inputs: [
        [2, 84],
        [10, 84],
        [10, 2],
      ],
      message: 'y (squaredDistanceGradient): expected dy of the same shape as the distances, [2,10], found [10,2].',
    },
  ],
  batchMeanGradient: [
    { attributes: { shape: [2, 3] }, inputs: [[3]], output: [2, 3], multiplyAdds: 0 },
    {
      attributes: { shape: [2, 3] },
      inputs: [[2]],
      message: 'y (batchMeanGradient): expected dm of shape [3], one number per channel of x [2,3], found [2].',
    },
  ],
  batchVarianceGradient: [
    { attributes: {}, inputs: [[2, 3], [3]], output: [2, 3], multiplyAdds: 6 },
    {
      attributes: {},
      inputs: [[2, 3], [2]],
      message: 'y (batchVarianceGradient): expected dv of shape [3], one number per channel of x [2,3], found [2].',
    },
  ],
  normalizeGradient: [
    { attributes: { epsilon: 1 }, inputs: [[3], [3], [2, 3]], output: [2, 3], multiplyAdds: 6 },
    {
      attributes: { epsilon: 1 },
      inputs: [[3], [2], [2, 3]],
      message: 'y (normalizeGradient): expected scale of shape [3], one number per channel of dy [2,3], found [2].',
    },
  ],
  normalizeStatisticsGradient: [
    {
      attributes: { epsilon: 1, of: 'variance' },
      inputs: [[2, 3], [3], [3], [3], [2, 3]],
      output: [3],
      multiplyAdds: 6,
    },
    {
      attributes: { epsilon: 1, of: 'shift' },
      inputs: [[2, 3], [3], [3], [3], [3, 3]],
      message: 'y (normalizeStatisticsGradient): expected dy of the same shape as x, [2,3], found [3,3].',
    },
  ],
  globalAveragePoolGradient: [
    { attributes: { inputShape: [2, 7, 7, 5] }, inputs: [[2, 5]], output: [2, 7, 7, 5], multiplyAdds: 0 },
    {
      attributes: { inputShape: [2, 7, 7, 5] },
      inputs: [[5, 2]],
      message:
        'y (globalAveragePoolGradient): expected dy of the same shape as the pooling’s output, [2,5], found [5,2].',
    },
  ],
  layerNormalizationGradient: [
    {
      attributes: { epsilon: 1 },
      inputs: [
        [2, 3],
        [2, 3],
      ],
      output: [2, 3],
      multiplyAdds: 24,
    },
    {
      attributes: { epsilon: 1 },
      inputs: [[2, 3], [3]],
      message: 'y (layerNormalizationGradient): expected dy of the same shape as x, [2,3], found [3].',
    },
  ],
  localResponseNormalizationGradient: [
    {
      attributes: { size: 5, k: 2, alpha: 1e-4, beta: 0.75 },
      inputs: [
        [2, 3],
        [2, 3],
      ],
      output: [2, 3],
      multiplyAdds: 84,
    },
    {
      attributes: { size: 5, k: 2, alpha: 1e-4, beta: 0.75 },
      inputs: [[2, 3], [3]],
      message: 'y (localResponseNormalizationGradient): expected dy of the same shape as x, [2,3], found [3].',
    },
  ],
  l2PoolGradient: [
    {
      attributes: two,
      inputs: [
        [1, 5, 4, 3],
        [1, 2, 2, 3],
      ],
      output: [1, 5, 4, 3],
      multiplyAdds: 96,
    },
    {
      attributes: two,
      inputs: [
        [1, 5, 4, 3],
        [1, 3, 2, 3],
      ],
      message: 'y (l2PoolGradient): expected dy of the same shape as the pooling’s output, [1,2,2,3], found [1,3,2,3].',
    },
  ],
  resizeGradient: [
    {
      attributes: { inputShape: [2, 2, 3, 5], method: 'nearest' },
      inputs: [[2, 4, 6, 5]],
      output: [2, 2, 3, 5],
      multiplyAdds: 0,
    },
    {
      attributes: { inputShape: [2, 2, 3, 5], method: 'nearest' },
      inputs: [[2, 4, 6, 3]],
      message: 'y (resizeGradient): expected dy of 2 pictures with 5 channels, found 2 with 3.',
    },
  ],
  maximumGradient: [
    { attributes: { of: 'a' }, inputs: [[3], [3], [3]], output: [3], multiplyAdds: 0 },
    {
      attributes: { of: 'b' },
      inputs: [[3], [3], [2]],
      message: 'y (maximumGradient): expected dy of the same shape as a, [3], found [2].',
    },
  ],
  leakyReluGradient: [
    { attributes: { slope: 0.1 }, inputs: [[3], [3]], output: [3], multiplyAdds: 0 },
    {
      attributes: { slope: 0.1 },
      inputs: [[3], [2]],
      message: 'y (leakyReluGradient): expected dy of the same shape as y, [3], found [2].',
    },
  ],
  eluGradient: [
    { attributes: { alpha: 1 }, inputs: [[3], [3]], output: [3], multiplyAdds: 3 },
    {
      attributes: { alpha: 1 },
      inputs: [[3], [2]],
      message: 'y (eluGradient): expected dy of the same shape as y, [3], found [2].',
    },
  ],
  geluGradient: [
    { attributes: {}, inputs: [[3], [3]], output: [3], multiplyAdds: 3 },
    {
      attributes: {},
      inputs: [[3], [2]],
      message: 'y (geluGradient): expected dy of the same shape as x, [3], found [2].',
    },
  ],
  hingeGradient: [
    { attributes: {}, inputs: [[2, 10], [2], [2]], output: [2, 10], multiplyAdds: 0 },
    {
      attributes: {},
      inputs: [[2, 10], [2], [3]],
      message: 'y (hingeGradient): expected dy of the same shape as labels, [2], found [3].',
    },
  ],
  softDiceGradient: [
    { attributes: { smoothing: 1 }, inputs: [[2, 3], [2, 3], [2]], output: [2, 3], multiplyAdds: 30 },
    {
      attributes: { smoothing: 1 },
      inputs: [[2, 3], [2, 3], [3]],
      message:
        'y (softDiceGradient): expected dy of shape [2], one per example of p [2,3], found [3]. The loss is one number per example.',
    },
  ],
  gramMatrixGradient: [
    {
      attributes: {},
      inputs: [
        [2, 4, 5, 3],
        [2, 3, 3],
      ],
      output: [2, 4, 5, 3],
      multiplyAdds: 360,
    },
    {
      attributes: {},
      inputs: [
        [2, 4, 5, 3],
        [2, 3, 4],
      ],
      message: 'y (gramMatrixGradient): expected dy of the same shape as the Gram matrices, [2,3,3], found [2,3,4].',
    },
  ],

  sgdUpdate: [
    { attributes: {}, inputs: [[4], [4], []], output: [4], multiplyAdds: 4 },
    {
      attributes: {},
      inputs: [[4], [4], [4]],
      message: 'y (sgdUpdate): expected learningRate to be a single number, shape [], found [4].',
    },
    {
      attributes: {},
      inputs: [[4], [3], []],
      message: 'y (sgdUpdate): expected direction of the same shape as p, [4], found [3].',
    },
  ],
  momentum: [
    { attributes: {}, inputs: [[4], [4], []], output: [4], multiplyAdds: 4 },
    {
      attributes: {},
      inputs: [[4], [3], []],
      message: 'y (momentum): expected g of the same shape as v, [4], found [3].',
    },
  ],
  movingAverage: [
    { attributes: {}, inputs: [[4], [4], []], output: [4], multiplyAdds: 8 },
    {
      attributes: {},
      inputs: [[4], [3], []],
      message: 'y (movingAverage): expected g of the same shape as m, [4], found [3].',
    },
  ],
  movingAverageOfSquares: [
    { attributes: {}, inputs: [[4], [4], []], output: [4], multiplyAdds: 12 },
    {
      attributes: {},
      inputs: [[4], [4], [1]],
      message: 'y (movingAverageOfSquares): expected decay to be a single number, shape [], found [1].',
    },
  ],
  adamUpdate: [
    { attributes: {}, inputs: [[4], [4], [4], [], [], [], [], []], output: [4], multiplyAdds: 12 },
    {
      attributes: {},
      inputs: [[4], [4], [4], [], [2], [], [], []],
      message: 'y (adamUpdate): expected step to be a single number, shape [], found [2].',
    },
  ],
  accumulateSquares: [
    { attributes: {}, inputs: [[4], [4]], output: [4], multiplyAdds: 4 },
    {
      attributes: {},
      inputs: [[4], [3]],
      message: 'y (accumulateSquares): expected g of the same shape as s, [4], found [3].',
    },
  ],
  adaptiveUpdate: [
    { attributes: {}, inputs: [[4], [4], [4], [], []], output: [4], multiplyAdds: 8 },
    {
      attributes: {},
      inputs: [[4], [4], [4], [], [4]],
      message: 'y (adaptiveUpdate): expected epsilon to be a single number, shape [], found [4].',
    },
    {
      attributes: {},
      inputs: [[4], [4], [5], [], []],
      message: 'y (adaptiveUpdate): expected s of the same shape as p, [4], found [5].',
    },
  ],
  adadeltaDirection: [
    { attributes: {}, inputs: [[4], [4], [4], []], output: [4], multiplyAdds: 8 },
    {
      attributes: {},
      inputs: [[4], [4], [5], []],
      message: 'y (adadeltaDirection): expected u of the same shape as g, [4], found [5].',
    },
  ],
  squaredNorm: [{ attributes: {}, inputs: [[2, 3]], output: [], multiplyAdds: 6 }],
  clipFactor: [
    { attributes: {}, inputs: [[], []], output: [], multiplyAdds: 0 },
    {
      attributes: {},
      inputs: [[2], []],
      message: 'y (clipFactor): expected squared to be a single number, shape [], found [2].',
    },
  ],
  scaleBy: [
    { attributes: {}, inputs: [[2, 3], []], output: [2, 3], multiplyAdds: 6 },
    {
      attributes: {},
      inputs: [[2, 3], [3]],
      message: 'y (scaleBy): expected factor to be a single number, shape [], found [3].',
    },
  ],
  penalize: [
    { attributes: {}, inputs: [[4], [4], [], []], output: [4], multiplyAdds: 8 },
    {
      attributes: {},
      inputs: [[4], [5], [], []],
      message: 'y (penalize): expected g of the same shape as p, [5], found [4].',
    },
  ],
  decayWeights: [
    { attributes: {}, inputs: [[4], [], []], output: [4], multiplyAdds: 4 },
    {
      attributes: {},
      inputs: [[4], [], [4]],
      message: 'y (decayWeights): expected decay to be a single number, shape [], found [4].',
    },
  ],
};

function apply<K extends ComputedName>(
  op: K,
  { attributes, inputs }: { attributes: OpAttributes[K]; inputs: readonly Shape[] },
) {
  const builder = createBuilder();
  const definition: OpDefinition<K> = ops[op];
  const ids = inputs.map((shape, position) => {
    const name = definition.inputs[position]!;
    if (definition.byteInputs?.includes(name) === true || definition.storedInputs?.includes(name) === true) {
      return builder.data(`the ${name}`, shape);
    }
    return builder.input(`the ${name}`, shape, definition.integerInputs?.includes(name) === true ? 'int32' : 'float32');
  });
  return builder.node(builder.apply(op, 'y', ids, attributes));
}

function check<K extends ComputedName>(op: K, [accepted, ...refused]: (typeof rules)[K]): void {
  test('shape and cost', () => {
    const node = apply(op, accepted);
    expect(node.shape).toEqual(accepted.output);
    expect(node.dtype).toBe(op === 'argMax' || op === 'gatherLabels' ? 'int32' : 'float32');
    const definition: OpDefinition<K> = ops[op];
    expect(definition.multiplyAdds(accepted.attributes, node.shape, ...accepted.inputs)).toBe(accepted.multiplyAdds);
  });
  for (const refusal of refused) {
    test(`refuses ${JSON.stringify(refusal.inputs)}`, () => expect(() => apply(op, refusal)).toThrow(refusal.message));
  }
}

for (const op of computedNames) describe(op, () => check(op, rules[op]));

describe('what gatherImages and gatherLabels gather from', () => {
  const feeding = { height: 1, width: 1, mean: [0], deviation: [1] };
  test('images are stored bytes or stored numbers', () => {
    for (const dtype of ['uint8', 'float32'] as const) {
      const builder = createBuilder();
      const inputs = [builder.data('points', [5, 1, 1, 2], dtype), builder.input('indices', [3], 'int32')];
      expect(builder.node(builder.apply('gatherImages', 'y', inputs, feeding))).toMatchObject({
        shape: [3, 1, 1, 2],
        dtype: 'float32',
      });
    }
  });
  test('they are not computed', () => {
    const builder = createBuilder();
    const inputs = [builder.input('image', [5, 1, 1, 2], 'float32'), builder.input('indices', [3], 'int32')];
    expect(() => builder.apply('gatherImages', 'y', inputs, feeding)).toThrow(
      'y (gatherImages): expected data to be stored data, found image (input). Declare it with data().',
    );
  });
  test('labels are bytes', () => {
    const builder = createBuilder();
    const inputs = [builder.data('labels', [5], 'float32'), builder.input('indices', [3], 'int32')];
    expect(() => builder.apply('gatherLabels', 'y', inputs, {})).toThrow(
      'y (gatherLabels): expected data to hold uint8, found float32 in labels. Pass another node.',
    );
  });
});

test('every op has as many gradient rules as inputs, or says why it has none', () => {
  for (const op of computedNames) {
    const { gradient, inputs } = ops[op];
    if ('notDifferentiable' in gradient) expect(gradient.notDifferentiable.length, op).toBeGreaterThan(20);
    else expect(gradient.length, op).toBe(inputs.length);
  }
});

test('there are 102 ops: 5 leaves, 5 that feed, 50 forward, 29 backward, 13 optimizer rules', () => {
  expect(opNames).toHaveLength(102);
  expect(computedNames).toHaveLength(97);
});
