/**
 * Convolution and pooling with their gradients.
 *
 * tfjs knows explicit padding in some kernels only, so padding is done here once, around kernels that always see `valid`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Padding, PoolAttributes } from '../../../graph/graph';
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

export const conv2d: TfjsOp<'conv2d'> = ({ attributes: { stride, padding } }, inputs) =>
  tf.conv2d(pad(volumeAt(inputs, 0), padding), volumeAt(inputs, 1), [...stride], 'valid');

/** The transposed convolution of the output gradient, from which the padding is cut off again. */
export const conv2dInputGradient: TfjsOp<'conv2dInputGradient'> = ({ attributes, shape }, inputs) => {
  const { stride, padding } = attributes;
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const padded: Shape4 = [batch, height + padding.top + padding.bottom, width + padding.left + padding.right, channels];
  const gradient = tf.conv2dTranspose(volumeAt(inputs, 1), volumeAt(inputs, 0), padded, [...stride], 'valid');
  return tf.slice(gradient, [0, padding.top, padding.left, 0], [batch, height, width, channels]);
};

export const conv2dFilterGradient: TfjsOp<'conv2dFilterGradient'> = ({ attributes, shape }, inputs) =>
  tf
    .engine()
    .runKernel(
      tf.Conv2DBackpropFilter,
      { x: pad(volumeAt(inputs, 0), attributes.padding), dy: at(inputs, 1) },
      { strides: [...attributes.stride], pad: 'valid', dataFormat: 'NHWC', filterShape: [...shape] as Shape4 },
    );

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
