/** Elementwise ops, bias, activations and their gradients, shape and reduction ops, matrix product. */
import * as tf from '@tensorflow/tfjs-core';
import { at, matrixAt, type TfjsOp } from './apply';

/** Sum over all axes but the last: [..., C] → [C]. */
function sumToLastAxis(x: tf.Tensor): tf.Tensor {
  return tf.sum(
    x,
    Array.from({ length: x.rank - 1 }, (_, axis) => axis),
  );
}

export const add: TfjsOp<'add'> = (_, inputs) => tf.add(at(inputs, 0), at(inputs, 1));
export const multiply: TfjsOp<'multiply'> = (_, inputs) => tf.mul(at(inputs, 0), at(inputs, 1));
export const scale: TfjsOp<'scale'> = ({ attributes }, inputs) => tf.mul(at(inputs, 0), attributes.factor);
export const addBias: TfjsOp<'addBias'> = (_, inputs) => tf.add(at(inputs, 0), at(inputs, 1));
export const biasGradient: TfjsOp<'biasGradient'> = (_, inputs) => sumToLastAxis(at(inputs, 0));
export const channelScale: TfjsOp<'channelScale'> = (_, inputs) => tf.mul(at(inputs, 0), at(inputs, 1));
export const channelScaleGradient: TfjsOp<'channelScaleGradient'> = (_, inputs) =>
  sumToLastAxis(tf.mul(at(inputs, 0), at(inputs, 1)));

export const relu: TfjsOp<'relu'> = (_, inputs) => tf.relu(at(inputs, 0));
export const reluGradient: TfjsOp<'reluGradient'> = (_, inputs) => tf.mul(at(inputs, 1), tf.step(at(inputs, 0)));
export const sigmoid: TfjsOp<'sigmoid'> = (_, inputs) => tf.sigmoid(at(inputs, 0));
/** dy · y (1 − y) */
export const sigmoidGradient: TfjsOp<'sigmoidGradient'> = (_, inputs) => {
  const y = at(inputs, 0);
  return tf.mul(at(inputs, 1), tf.mul(y, tf.sub(1, y)));
};
export const tanh: TfjsOp<'tanh'> = ({ attributes: { amplitude, slope } }, inputs) =>
  tf.mul(tf.tanh(tf.mul(at(inputs, 0), slope)), amplitude);
/** dy · slope · (amplitude − y² / amplitude) */
export const tanhGradient: TfjsOp<'tanhGradient'> = ({ attributes: { amplitude, slope } }, inputs) => {
  const y = at(inputs, 0);
  return tf.mul(at(inputs, 1), tf.mul(slope, tf.sub(amplitude, tf.div(tf.square(y), amplitude))));
};

export const reshape: TfjsOp<'reshape'> = ({ shape }, inputs) => tf.reshape(at(inputs, 0), [...shape]);
export const matmul: TfjsOp<'matmul'> = ({ attributes: { transposeA, transposeB } }, inputs) =>
  tf.matMul(matrixAt(inputs, 0), matrixAt(inputs, 1), transposeA, transposeB);
export const argMax: TfjsOp<'argMax'> = (_, inputs) => tf.argMax(at(inputs, 0), -1);
export const mean: TfjsOp<'mean'> = (_, inputs) => tf.mean(at(inputs, 0));
export const meanGradient: TfjsOp<'meanGradient'> = ({ shape }, inputs) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.mul(tf.broadcastTo(at(inputs, 0), [...shape]), 1 / size);
};
