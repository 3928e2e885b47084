/** Normalization per channel, with its statistics and gradients. An array […, C] is seen as a matrix of one column per channel. */
import * as tf from '@tensorflow/tfjs-core';
import { at, type TfjsOp } from './apply';

function columns(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape.at(-1) ?? 1]);
}

/** Each value minus the mean of its channel, as a matrix. */
function centred(x: tf.Tensor): tf.Tensor2D {
  const rows = columns(x);
  return tf.sub(rows, tf.mean(rows, 0));
}

export const batchMean: TfjsOp<'batchMean'> = (_, inputs) => tf.mean(columns(at(inputs, 0)), 0);
export const batchMeanGradient: TfjsOp<'batchMeanGradient'> = ({ shape }, inputs) => {
  const dm = at(inputs, 0);
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.mul(tf.broadcastTo(dm, [...shape]), dm.size / size);
};
export const batchVariance: TfjsOp<'batchVariance'> = (_, inputs) => tf.mean(tf.square(centred(at(inputs, 0))), 0);
export const batchVarianceGradient: TfjsOp<'batchVarianceGradient'> = ({ shape }, inputs) => {
  const distance = centred(at(inputs, 0));
  const dx = tf.mul(tf.mul(distance, at(inputs, 1)), 2 / distance.shape[0]);
  return tf.reshape(dx, [...shape]);
};

const deviation = (variance: tf.Tensor, epsilon: number): tf.Tensor => tf.sqrt(tf.add(variance, epsilon));

export const normalize: TfjsOp<'normalize'> = ({ attributes: { epsilon } }, inputs) => {
  const factor = tf.div(at(inputs, 3), deviation(at(inputs, 2), epsilon));
  return tf.add(tf.mul(tf.sub(at(inputs, 0), at(inputs, 1)), factor), at(inputs, 4));
};
export const normalizeGradient: TfjsOp<'normalizeGradient'> = ({ attributes: { epsilon } }, inputs) =>
  tf.mul(at(inputs, 2), tf.div(at(inputs, 1), deviation(at(inputs, 0), epsilon)));

export const normalizeStatisticsGradient: TfjsOp<'normalizeStatisticsGradient'> = (
  { attributes: { epsilon, of } },
  inputs,
) => {
  const [x, mean, scale, dy] = [columns(at(inputs, 0)), at(inputs, 1), at(inputs, 3), columns(at(inputs, 4))];
  const sigma = deviation(at(inputs, 2), epsilon);
  const sum = (): tf.Tensor => tf.sum(dy, 0);
  const product = (): tf.Tensor => tf.sum(tf.mul(dy, tf.div(tf.sub(x, mean), sigma)), 0);
  switch (of) {
    case 'shift':
      return sum();
    case 'scale':
      return product();
    case 'mean':
      return tf.neg(tf.mul(tf.div(scale, sigma), sum()));
    case 'variance':
      return tf.mul(tf.mul(tf.div(scale, tf.square(sigma)), product()), -0.5);
    default:
      return of satisfies never;
  }
};

/** Each row of channels at mean 0 and variance 1, and √(variance + ε): [places, C] and [places, 1]. */
function placewise(x: tf.Tensor, epsilon: number): { readonly normalized: tf.Tensor; readonly sigma: tf.Tensor } {
  const rows = columns(x);
  const distance = tf.sub(rows, tf.mean(rows, 1, true));
  const sigma = deviation(tf.mean(tf.square(distance), 1, true), epsilon);
  return { normalized: tf.div(distance, sigma), sigma };
}

export const layerNormalization: TfjsOp<'layerNormalization'> = ({ attributes: { epsilon }, shape }, inputs) =>
  tf.reshape(placewise(at(inputs, 0), epsilon).normalized, [...shape]);
export const layerNormalizationGradient: TfjsOp<'layerNormalizationGradient'> = (
  { attributes: { epsilon }, shape },
  inputs,
) => {
  const { normalized, sigma } = placewise(at(inputs, 0), epsilon);
  const dy = columns(at(inputs, 1));
  const along = tf.mul(normalized, tf.mean(tf.mul(dy, normalized), 1, true));
  const dx = tf.div(tf.sub(tf.sub(dy, tf.mean(dy, 1, true)), along), sigma);
  return tf.reshape(dx, [...shape]);
};

/** At each place, for each channel, the sum over the channels at most ⌊size/2⌋ away: a product with a banded matrix of ones. */
function neighbourSums(x: tf.Tensor2D, size: number): tf.Tensor2D {
  const [, channels] = x.shape;
  const channel = tf.range(0, channels);
  const apart = tf.abs(tf.sub(tf.expandDims(channel, 1), tf.expandDims(channel, 0)));
  return tf.matMul(x, tf.cast(tf.lessEqual(apart, Math.floor(size / 2)), 'float32'));
}

export const localResponseNormalization: TfjsOp<'localResponseNormalization'> = ({ attributes, shape }, inputs) => {
  const { size, k, alpha, beta } = attributes;
  const x = columns(at(inputs, 0));
  const sums = tf.add(tf.mul(neighbourSums(tf.square(x), size), alpha), k);
  return tf.reshape(tf.mul(x, tf.pow(sums, -beta)), [...shape]);
};
export const localResponseNormalizationGradient: TfjsOp<'localResponseNormalizationGradient'> = (
  { attributes, shape },
  inputs,
) => {
  const { size, k, alpha, beta } = attributes;
  const [x, dy] = [columns(at(inputs, 0)), columns(at(inputs, 1))];
  const sums = tf.add(tf.mul(neighbourSums(tf.square(x), size), alpha), k);
  const direct = tf.mul(dy, tf.pow(sums, -beta));
  const terms: tf.Tensor2D = tf.div(tf.mul(direct, x), sums);
  const dx = tf.sub(direct, tf.mul(tf.mul(x, neighbourSums(terms, size)), 2 * alpha * beta));
  return tf.reshape(dx, [...shape]);
};
