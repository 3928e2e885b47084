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
export const adamUpdate: TfjsOp<'adamUpdate'> = (_, inputs) => {
  const step = at(inputs, 4);
  const corrected = (moment: tf.Tensor, decay: tf.Tensor): tf.Tensor => tf.div(moment, tf.sub(1, tf.pow(decay, step)));
  const mean = corrected(at(inputs, 1), at(inputs, 5));
  const meanSquare = corrected(at(inputs, 2), at(inputs, 6));
  return tf.sub(at(inputs, 0), tf.mul(at(inputs, 3), tf.div(mean, tf.add(tf.sqrt(meanSquare), at(inputs, 7)))));
};

/** s + g² */
export const accumulateSquares: TfjsOp<'accumulateSquares'> = (_, inputs) =>
  tf.add(at(inputs, 0), tf.square(at(inputs, 1)));

/** p − learningRate · g / (√s + ε) */
export const adaptiveUpdate: TfjsOp<'adaptiveUpdate'> = (_, inputs) => {
  const direction = tf.div(at(inputs, 1), tf.add(tf.sqrt(at(inputs, 2)), at(inputs, 4)));
  return tf.sub(at(inputs, 0), tf.mul(at(inputs, 3), direction));
};

/** g · √(u + ε) / √(v + ε) */
export const adadeltaDirection: TfjsOp<'adadeltaDirection'> = (_, inputs) => {
  const root = (average: tf.Tensor): tf.Tensor => tf.sqrt(tf.add(average, at(inputs, 3)));
  return tf.mul(at(inputs, 0), tf.div(root(at(inputs, 2)), root(at(inputs, 1))));
};

export const squaredNorm: TfjsOp<'squaredNorm'> = (_, inputs) => tf.sum(tf.square(at(inputs, 0)));

/** min(1, limit / √squared), or 1 where the limit is 0. */
export const clipFactor: TfjsOp<'clipFactor'> = (_, inputs) => {
  const limit = at(inputs, 1);
  const norm = tf.sqrt(at(inputs, 0));
  const isWithin = tf.logicalOr(tf.lessEqual(limit, 0), tf.lessEqual(norm, limit));
  return tf.where(isWithin, tf.onesLike(norm), tf.div(limit, norm));
};

export const scaleBy: TfjsOp<'scaleBy'> = (_, inputs) => tf.mul(at(inputs, 0), at(inputs, 1));

/** g + l1 · sign(p) + l2 · p */
export const penalize: TfjsOp<'penalize'> = (_, inputs) => {
  const p = at(inputs, 1);
  return tf.add(at(inputs, 0), tf.add(tf.mul(at(inputs, 2), tf.sign(p)), tf.mul(at(inputs, 3), p)));
};

/** (1 − learningRate · decay) · p */
export const decayWeights: TfjsOp<'decayWeights'> = (_, inputs) =>
  tf.mul(at(inputs, 0), tf.sub(1, tf.mul(at(inputs, 1), at(inputs, 2))));
