/**
 * Convolution and pooling with their gradients.
 *
 * tfjs knows explicit padding in some kernels only, so padding is done here once, around kernels that always see `valid`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { dilatedWindow, poolSizes } from '../../../graph/convolution';
import type { Padding, Pair, PoolAttributes } from '../../../graph/graph';
import type { Shape } from '../../../tensor/shape';
import { at, volumeAt, type TfjsOp } from './apply';

type Shape4 = [number, number, number, number];

function pad(x: tf.Tensor4D, { top, bottom, left, right }: Padding, value = 0): tf.Tensor4D {
  if (top + bottom + left + right === 0) return x;
  const widths: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  return tf.pad(x, widths, value);
}

/** w with zeros between its cells: tfjs takes no dilation together with a stride, so dilation happens to the kernel here. */
function dilate(w: tf.Tensor4D, [vertical, horizontal]: Pair): tf.Tensor4D {
  const [height, width, inputs, outputs] = w.shape;
  const rows = spaced(tf.reshape(w, [height, 1, width * inputs * outputs]), vertical);
  const columns = spaced(tf.reshape(rows, [-1, 1, inputs * outputs]), horizontal, width);
  return tf.reshape(columns, [(height - 1) * vertical + 1, (width - 1) * horizontal + 1, inputs, outputs]);
}

/** [count, 1, rest] → [(count − 1) · step + 1, rest], in each run of `run` (all of them when left out), zeros between. */
function spaced(x: tf.Tensor3D, step: number, run = x.shape[0]): tf.Tensor {
  const [count, , rest] = x.shape;
  if (step === 1) return tf.reshape(x, [count, rest]);
  const filled = tf.concat3d([x, tf.zeros([count, step - 1, rest])], 1);
  const runs = tf.reshape(filled, [count / run, run * step, rest]);
  return tf.slice(runs, [0, 0, 0], [count / run, (run - 1) * step + 1, rest]);
}

/** The cells of a dilated kernel that are not the zeros between. */
function undilate(w: tf.Tensor4D, [vertical, horizontal]: Pair, [height = 1, width = 1]: Shape): tf.Tensor4D {
  const every = (length: number, step: number): tf.Tensor1D => tf.range(0, length * step, step, 'int32');
  return tf.gather(tf.gather(w, every(height, vertical), 0), every(width, horizontal), 1);
}

/** A convolution or one of its gradients on each group of channels (the last axis of its inputs), side by side again. */
function inGroups(
  groups: number,
  inputs: readonly tf.Tensor4D[],
  compute: (...parts: tf.Tensor4D[]) => tf.Tensor4D,
): tf.Tensor4D {
  if (groups === 1) return compute(...inputs);
  const parts = inputs.map((input) => tf.split(input, groups, 3));
  return tf.concat4d(
    Array.from({ length: groups }, (_, group) => compute(...parts.map((part) => part[group] as tf.Tensor4D))),
    3,
  );
}

const together: Pair = [1, 1];

export const conv2d: TfjsOp<'conv2d'> = ({ attributes }, inputs) => {
  const { stride, padding, dilation = together, groups = 1 } = attributes;
  return inGroups(groups, [pad(volumeAt(inputs, 0), padding), dilate(volumeAt(inputs, 1), dilation)], (x, w) =>
    tf.conv2d(x, w, [...stride], 'valid'),
  );
};

/** The transposed convolution of the output gradient, from which the padding is cut off again. */
export const conv2dInputGradient: TfjsOp<'conv2dInputGradient'> = ({ attributes, shape }, inputs) => {
  const { stride, padding, dilation = together, groups = 1 } = attributes;
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const [tall, wide] = [height + padding.top + padding.bottom, width + padding.left + padding.right];
  const padded: Shape4 = [batch, tall, wide, channels / groups];
  const gradient = inGroups(groups, [dilate(volumeAt(inputs, 0), dilation), volumeAt(inputs, 1)], (w, dy) =>
    tf.conv2dTranspose(dy, w, padded, [...stride], 'valid'),
  );
  return tf.slice(gradient, [0, padding.top, padding.left, 0], [batch, height, width, channels]);
};

export const conv2dFilterGradient: TfjsOp<'conv2dFilterGradient'> = ({ attributes, shape }, inputs) => {
  const { stride, padding, dilation = together, groups = 1 } = attributes;
  const [height = 1, width = 1, channels = 1, outputs = 1] = shape;
  const reach = dilatedWindow([height, width], dilation);
  const filterShape: Shape4 = [reach[0], reach[1], channels, outputs / groups];
  const gradient = inGroups(groups, [pad(volumeAt(inputs, 0), padding), volumeAt(inputs, 1)], (x, dy) =>
    tf
      .engine()
      .runKernel(
        tf.Conv2DBackpropFilter,
        { x: x, dy: dy },
        { strides: [...stride], pad: 'valid', dataFormat: 'NHWC', filterShape },
      ),
  );
  return dilation[0] === 1 && dilation[1] === 1 ? gradient : undilate(gradient, dilation, shape);
};

/** One pooling as tfjs sees it: `valid` windows over a picture with its padding. */
function pooling(shape: Shape, attributes: PoolAttributes) {
  const sizes = poolSizes(shape, attributes);
  const { batch, inputHeight, inputWidth, channels, outputHeight, outputWidth, windowHeight, windowWidth } = sizes;
  const { top, bottom, left, right } = sizes.padding;
  const options = { filterSize: [windowHeight, windowWidth], strides: [...attributes.stride], pad: 'valid' };
  return {
    /** Whether some window hangs over a border. */
    padded: top + bottom + left + right > 0,
    /** The picture with its padding. */
    around: (x: tf.Tensor4D, value: number): tf.Tensor4D => pad(x, sizes.padding, value),
    /** The picture without it. */
    within: (x: tf.Tensor): tf.Tensor => tf.slice(x, [0, top, left, 0], [batch, inputHeight, inputWidth, channels]),
    /** How many cells of each window are no padding, [1,OH,OW,1]. */
    cells: (): tf.Tensor4D => {
      const count = (start: number, window: number, length: number): number =>
        Math.min(start + window, length) - Math.max(start, 0);
      const values = Array.from({ length: outputHeight * outputWidth }, (_, place) => {
        const row = Math.floor(place / outputWidth) * sizes.strideVertical - top;
        const column = (place % outputWidth) * sizes.strideHorizontal - left;
        return count(row, windowHeight, inputHeight) * count(column, windowWidth, inputWidth);
      });
      return tf.tensor4d(values, [1, outputHeight, outputWidth, 1]);
    },
    windowCells: windowHeight * windowWidth,
    mean: (x: tf.Tensor4D): tf.Tensor4D => tf.avgPool(x, [...attributes.window], [...attributes.stride], 'valid'),
    max: (x: tf.Tensor4D): tf.Tensor4D => tf.maxPool(x, [...attributes.window], [...attributes.stride], 'valid'),
    /** For `valid` windows this kernel divides by the right number of cells; of its input it reads the shape. */
    meanGradient: (dy: tf.Tensor, input: tf.Tensor): tf.Tensor =>
      tf.engine().runKernel(tf.AvgPoolGrad, { dy, input }, options),
    maxGradient: (dy: tf.Tensor, input: tf.Tensor, output: tf.Tensor): tf.Tensor =>
      tf.engine().runKernel(tf.MaxPoolGrad, { dy, input, output }, options),
  };
}

/** Below every value of a network, and a number that every GPU knows. */
const LOWEST = -3e38;

export const maxPool: TfjsOp<'maxPool'> = ({ attributes }, inputs) => {
  const x = volumeAt(inputs, 0);
  const { around, max } = pooling(x.shape, attributes);
  return max(around(x, LOWEST));
};

/** On equal maxima these kernels pass the gradient to the last one, where the other executors choose the first. */
export const maxPoolGradient: TfjsOp<'maxPoolGradient'> = ({ attributes }, inputs) => {
  const x = volumeAt(inputs, 0);
  const { around, within, max, maxGradient } = pooling(x.shape, attributes);
  const padded = around(x, LOWEST);
  return within(maxGradient(at(inputs, 1), padded, max(padded)));
};

/** tfjs divides by all cells of a window, zeros of the padding too: what it divides by too much is multiplied again. */
export const averagePool: TfjsOp<'averagePool'> = ({ attributes }, inputs) => {
  const x = volumeAt(inputs, 0);
  const { padded, around, mean, cells, windowCells } = pooling(x.shape, attributes);
  const means = mean(around(x, 0));
  return padded ? tf.mul(means, tf.div(windowCells, cells())) : means;
};

export const averagePoolGradient: TfjsOp<'averagePoolGradient'> = ({ attributes, shape }, inputs) => {
  const { padded, around, within, cells, windowCells, meanGradient } = pooling(shape, attributes);
  const dy = at(inputs, 0);
  const shares = padded ? tf.mul(dy, tf.div(windowCells, cells())) : dy;
  return within(meanGradient(shares, around(tf.zeros(shape as Shape4), 0)));
};

/** The mean of squares times the cells of a window, whose root is the length. */
export const l2Pool: TfjsOp<'l2Pool'> = ({ attributes }, inputs) => {
  const x = volumeAt(inputs, 0);
  const { around, mean, windowCells } = pooling(x.shape, attributes);
  return tf.sqrt(tf.mul(mean(tf.square(around(x, 0))), windowCells));
};
export const l2PoolGradient: TfjsOp<'l2PoolGradient'> = ({ attributes }, inputs) => {
  const x = volumeAt(inputs, 0);
  const { around, within, mean, windowCells, meanGradient } = pooling(x.shape, attributes);
  const padded = around(x, 0);
  const lengths = tf.sqrt(tf.mul(mean(tf.square(padded)), windowCells));
  const dy = tf.mul(tf.divNoNan(at(inputs, 1), lengths), windowCells);
  return tf.mul(within(meanGradient(dy, padded)), x);
};

export const globalAveragePool: TfjsOp<'globalAveragePool'> = (_, inputs) => tf.mean(at(inputs, 0), [1, 2]);
export const globalAveragePoolGradient: TfjsOp<'globalAveragePoolGradient'> = ({ shape }, inputs) => {
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const shares = tf.mul(tf.reshape(at(inputs, 0), [batch, 1, 1, channels]), 1 / (height * width));
  return tf.broadcastTo(shares, [...shape]);
};
