/**
 * Resizing as two matrix products, one along each axis: tfjs's own gradient kernels know no half-pixel centres.
 */
import * as tf from '@tensorflow/tfjs-core';
import { imageSizes } from '../../../graph/convolution';
import type { ResizeMethod } from '../../../graph/graph';
import { resizeSamples } from '../../../graph/resizing';
import type { Shape } from '../../../tensor/shape';
import { at, type TfjsOp } from './apply';

/** The shares of each resized cell: [to, from]. */
function shares(from: number, to: number, method: ResizeMethod): tf.Tensor3D {
  const matrix = new Float32Array(to * from);
  resizeSamples(from, to, method).forEach(({ first, second, fraction }, cell) => {
    const add = (place: number, share: number): void => void (matrix[place] = (matrix[place] ?? 0) + share);
    add(cell * from + first, 1 - fraction);
    add(cell * from + second, fraction);
  });
  return tf.tensor3d(matrix, [1, to, from]);
}

/** Forward: x of shape `before` to shape `after`; `transposed`: back again. */
function mix(x: tf.Tensor, before: Shape, after: Shape, method: ResizeMethod, transposed: boolean): tf.Tensor {
  const [small, large] = [imageSizes(before), imageSizes(after)];
  const [from, to] = transposed ? [large, small] : [small, large];
  const { batch, channels } = from;
  const rows = shares(small.height, large.height, method);
  const columns = shares(small.width, large.width, method);
  const mixed = tf.matMul(rows, tf.reshape(x, [batch, from.height, from.width * channels]), transposed);
  const lines = tf.reshape(mixed, [batch * to.height, from.width, channels]);
  return tf.reshape(tf.matMul(columns, lines, transposed), [batch, to.height, to.width, channels]);
}

export const resize: TfjsOp<'resize'> = ({ attributes, shape }, inputs) =>
  mix(at(inputs, 0), at(inputs, 0).shape, shape, attributes.method, false);
export const resizeGradient: TfjsOp<'resizeGradient'> = ({ attributes, shape }, inputs) =>
  mix(at(inputs, 0), shape, at(inputs, 0).shape, attributes.method, true);
