/**
 * Convolution and pooling with their gradients.
 *
 * tfjs knows explicit padding in some kernels only, so padding is done here once, around kernels that always see `valid`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { dilatedWindow } from '../../../graph/convolution';
import type { Padding, Pair, PoolAttributes } from '../../../graph/graph';
import type { Shape } from '../../../tensor/shape';
import { at, volumeAt, type TfjsOp } from './apply';

type Shape4 = [number, number, number, number];

function pad(x: tf.Tensor4D, { top, bottom, left, right }: Padding): tf.Tensor4D {
  if (top + bottom + left + right === 0) return x;
  return tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
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

function poolOptions({ window, stride }: PoolAttributes): tf.NamedAttrMap {
  return { filterSize: [...window], strides: [...stride], pad: 'valid' };
}

export const maxPool: TfjsOp<'maxPool'> = ({ attributes: { window, stride } }, inputs) =>
  tf.maxPool(volumeAt(inputs, 0), [...window], [...stride], 'valid');

/** On equal maxima these kernels pass the gradient to the last one, where the other executors choose the first. */
export const maxPoolGradient: TfjsOp<'maxPoolGradient'> = ({ attributes }, inputs) => {
  const input = volumeAt(inputs, 0);
  const output = tf.maxPool(input, [...attributes.window], [...attributes.stride], 'valid');
  return tf
    .engine()
    .runKernel<tf.Tensor>(tf.MaxPoolGrad, { dy: at(inputs, 1), input, output }, poolOptions(attributes));
};

export const averagePool: TfjsOp<'averagePool'> = ({ attributes: { window, stride } }, inputs) =>
  tf.avgPool(volumeAt(inputs, 0), [...window], [...stride], 'valid');

export const averagePoolGradient: TfjsOp<'averagePoolGradient'> = ({ attributes, shape }, inputs) => {
  // The kernel reads only the shape of its input; for `valid` windows it divides by the right number of cells.
  const input = tf.zeros([...shape]);
  return tf.engine().runKernel<tf.Tensor>(tf.AvgPoolGrad, { dy: at(inputs, 0), input }, poolOptions(attributes));
};

export const globalAveragePool: TfjsOp<'globalAveragePool'> = (_, inputs) => tf.mean(at(inputs, 0), [1, 2]);
export const globalAveragePoolGradient: TfjsOp<'globalAveragePoolGradient'> = ({ shape }, inputs) => {
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const shares = tf.mul(tf.reshape(at(inputs, 0), [batch, 1, 1, channels]), 1 / (height * width));
  return tf.broadcastTo(shares, [...shape]);
};

/** The mean of squares times the cells of a window, whose root is the length. */
export const l2Pool: TfjsOp<'l2Pool'> = ({ attributes: { window, stride } }, inputs) => {
  const means = tf.avgPool(tf.square(volumeAt(inputs, 0)), [...window], [...stride], 'valid');
  return tf.sqrt(tf.mul(means, window[0] * window[1]));
};
export const l2PoolGradient: TfjsOp<'l2PoolGradient'> = ({ attributes }, inputs) => {
  const { window, stride } = attributes;
  const cells = window[0] * window[1];
  const x = volumeAt(inputs, 0);
  const lengths = tf.sqrt(tf.mul(tf.avgPool(tf.square(x), [...window], [...stride], 'valid'), cells));
  const dy = tf.mul(tf.divNoNan(at(inputs, 1), lengths), cells);
  const shares = tf.engine().runKernel<tf.Tensor>(tf.AvgPoolGrad, { dy, input: x }, poolOptions(attributes));
  return tf.mul(shares, x);
};
