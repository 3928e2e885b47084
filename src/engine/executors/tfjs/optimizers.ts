/** Update rules. Their coefficients are tensors of shape [], so that changing one compiles nothing. */
import * as tf from '@tensorflow/tfjs-core';
import { at, type TfjsOp } from './apply';

/** p − learningRate · direction */
export const sgdUpdate: TfjsOp<'sgdUpdate'> = (_, inputs) =>
  tf.sub(at(inputs, 0), tf.mul(at(inputs, 2), at(inputs, 1)));
/** decay · v + g */
export const momentum: TfjsOp<'momentum'> = (_, inputs) => tf.add(tf.mul(at(inputs, 2), at(inputs, 0)), at(inputs, 1));

function blend(average: tf.Tensor, news: tf.Tensor, decay: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(decay, average), tf.mul(tf.sub(1, decay), news));
}
export const movingAverage: TfjsOp<'movingAverage'> = (_, inputs) => blend(at(inputs, 0), at(inputs, 1), at(inputs, 2));
export const movingAverageOfSquares: TfjsOp<'movingAverageOfSquares'> = (_, inputs) =>
  blend(at(inputs, 0), tf.square(at(inputs, 1)), at(inputs, 2));

/** p − learningRate · m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) */
export const adamUpdate: TfjsOp<'adamUpdate'> = ({ attributes: { epsilon } }, inputs) => {
  const step = at(inputs, 4);
  const corrected = (moment: tf.Tensor, decay: tf.Tensor): tf.Tensor => tf.div(moment, tf.sub(1, tf.pow(decay, step)));
  const mean = corrected(at(inputs, 1), at(inputs, 5));
  const meanSquare = corrected(at(inputs, 2), at(inputs, 6));
  return tf.sub(at(inputs, 0), tf.mul(at(inputs, 3), tf.div(mean, tf.add(tf.sqrt(meanSquare), epsilon))));
};
