/** Gram matrices and their gradient. */
import * as tf from '@tensorflow/tfjs-core';
import { at, type TfjsOp } from './apply';

/** [N,H,W,C] as matrices [N,H·W,C]. */
function places(x: tf.Tensor): tf.Tensor3D {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  return tf.reshape(x, [batch, height * width, channels]);
}

export const gramMatrix: TfjsOp<'gramMatrix'> = (_, inputs) => {
  const x = places(at(inputs, 0));
  return tf.div(tf.matMul(x, x, true), x.shape[1] * x.shape[2]);
};

export const gramMatrixGradient: TfjsOp<'gramMatrixGradient'> = ({ shape }, inputs) => {
  const x = places(at(inputs, 0));
  const dy = at(inputs, 1);
  const both = tf.add(dy, tf.transpose(dy, [0, 2, 1]));
  return tf.reshape(tf.div(tf.matMul(x, both), x.shape[1] * x.shape[2]), [...shape]);
};
