/** The rectifier's relatives and their gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { GELU_CUBIC, GELU_SLOPE } from '../../../graph/geluConstants';
import { at, type TfjsOp } from './apply';

export const leakyRelu: TfjsOp<'leakyRelu'> = ({ attributes: { slope } }, inputs) => {
  const x = at(inputs, 0);
  return tf.where(tf.greater(x, 0), x, tf.mul(x, slope));
};
export const leakyReluGradient: TfjsOp<'leakyReluGradient'> = ({ attributes: { slope } }, inputs) => {
  const dy = at(inputs, 1);
  return tf.where(tf.greater(at(inputs, 0), 0), dy, tf.mul(dy, slope));
};

export const elu: TfjsOp<'elu'> = ({ attributes: { alpha } }, inputs) => {
  const x = at(inputs, 0);
  return tf.where(tf.greater(x, 0), x, tf.mul(tf.sub(tf.exp(tf.minimum(x, 0)), 1), alpha));
};
/** dy where y > 0, else dy · (y + alpha) */
export const eluGradient: TfjsOp<'eluGradient'> = ({ attributes: { alpha } }, inputs) => {
  const [y, dy] = [at(inputs, 0), at(inputs, 1)];
  return tf.where(tf.greater(y, 0), dy, tf.mul(dy, tf.add(y, alpha)));
};

function geluTanh(x: tf.Tensor): tf.Tensor {
  const cube = tf.mul(x, tf.square(x));
  return tf.tanh(tf.mul(tf.add(x, tf.mul(cube, GELU_CUBIC)), GELU_SLOPE));
}
export const gelu: TfjsOp<'gelu'> = (_, inputs) => {
  const x = at(inputs, 0);
  return tf.mul(tf.mul(x, 0.5), tf.add(geluTanh(x), 1));
};
/** dy · ½ (1 + t + x (1 − t²) · slope · (1 + 3 · cubic · x²)) */
export const geluGradient: TfjsOp<'geluGradient'> = (_, inputs) => {
  const [x, dy] = [at(inputs, 0), at(inputs, 1)];
  const t = geluTanh(x);
  const inner = tf.mul(tf.add(tf.mul(tf.square(x), 3 * GELU_CUBIC), 1), GELU_SLOPE);
  const slopeOfT = tf.mul(tf.sub(1, tf.square(t)), inner);
  return tf.mul(tf.mul(dy, 0.5), tf.add(tf.add(t, 1), tf.mul(x, slopeOfT)));
};
