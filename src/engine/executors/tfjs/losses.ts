/** Softmax, losses, squared distances, and their gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { at, matrixAt, vectorAt, type TfjsOp } from './apply';

export const softmax: TfjsOp<'softmax'> = (_, inputs) => tf.softmax(at(inputs, 0));
/** y ∘ (dy − Σ dy ∘ y) */
export const softmaxGradient: TfjsOp<'softmaxGradient'> = (_, inputs) => {
  const y = at(inputs, 0);
  const dy = at(inputs, 1);
  return tf.mul(y, tf.sub(dy, tf.sum(tf.mul(dy, y), -1, true)));
};

/** 1 where the class is the label, else 0: [N,K]. (`tf.oneHot` refuses a single class.) */
function labelled(labels: tf.Tensor1D, classes: number): tf.Tensor {
  return tf.cast(tf.equal(tf.expandDims(labels, 1), tf.range(0, classes, 1, 'int32')), 'float32');
}

/** The target of each class: 1 for the label, of which smoothing spreads a share over all classes. */
function targets(labels: tf.Tensor1D, classes: number, labelSmoothing: number): tf.Tensor {
  const wanted = labelled(labels, classes);
  return labelSmoothing === 0 ? wanted : tf.add(tf.mul(wanted, 1 - labelSmoothing), labelSmoothing / classes);
}

/** The logits with one more column of the fixed logit, if there is one. */
function withReject(logits: tf.Tensor2D, rejectLogit: number | null): tf.Tensor2D {
  if (rejectLogit === null) return logits;
  return tf.concat2d([logits, tf.fill([logits.shape[0], 1], rejectLogit)], 1);
}

export const softmaxCrossEntropy: TfjsOp<'softmaxCrossEntropy'> = ({ attributes }, inputs) => {
  const logits = matrixAt(inputs, 0);
  const wanted = targets(vectorAt(inputs, 1), logits.shape[1], attributes.labelSmoothing ?? 0);
  const right = tf.sum(tf.mul(logits, wanted), -1);
  return tf.sub(tf.logSumExp(withReject(logits, attributes.rejectLogit), -1), right);
};

/** (softmax − target) · dy */
export const softmaxCrossEntropyGradient: TfjsOp<'softmaxCrossEntropyGradient'> = ({ attributes }, inputs) => {
  const logits = matrixAt(inputs, 0);
  const [batch, classes] = logits.shape;
  const all = tf.softmax(withReject(logits, attributes.rejectLogit));
  const probabilities = attributes.rejectLogit === null ? all : tf.slice(all, [0, 0], [batch, classes]);
  const wanted = targets(vectorAt(inputs, 1), classes, attributes.labelSmoothing ?? 0);
  return tf.mul(tf.sub(probabilities, wanted), tf.reshape(at(inputs, 2), [batch, 1]));
};

/** points[N,1,D] − prototypes[1,K,D] */
function differences(inputs: readonly tf.Tensor[]): tf.Tensor {
  return tf.sub(tf.expandDims(at(inputs, 0), 1), tf.expandDims(at(inputs, 1), 0));
}

export const squaredDistance: TfjsOp<'squaredDistance'> = (_, inputs) => tf.sum(tf.square(differences(inputs)), -1);

export const squaredDistanceGradient: TfjsOp<'squaredDistanceGradient'> = ({ attributes }, inputs) => {
  const weighted = tf.mul(tf.mul(differences(inputs), 2), tf.expandDims(at(inputs, 2), -1));
  return attributes.of === 'points' ? tf.sum(weighted, 1) : tf.neg(tf.sum(weighted, 0));
};

export const squaredError: TfjsOp<'squaredError'> = (_, inputs) => tf.square(tf.sub(at(inputs, 0), at(inputs, 1)));

/** max(x, 0) − x · t + ln(1 + e^−|x|) */
export const binaryCrossEntropy: TfjsOp<'binaryCrossEntropy'> = (_, inputs) => {
  const [x, targets] = [at(inputs, 0), at(inputs, 1)];
  return tf.add(tf.sub(tf.relu(x), tf.mul(x, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));
};

/** For each row the label's one-hot row, the first strongest rival's, and 1 + rival − label, before the cut at 0. */
function hingeParts(
  scores: tf.Tensor2D,
  labels: tf.Tensor1D,
): { wanted: tf.Tensor; rival: tf.Tensor; margin: tf.Tensor } {
  const wanted = labelled(labels, scores.shape[1]);
  const others = tf.where(tf.greater(wanted, 0), tf.fill(scores.shape, -1e30), scores);
  const margin = tf.add(tf.sub(tf.max(others, -1), tf.sum(tf.mul(scores, wanted), -1)), 1);
  return { wanted, rival: labelled(tf.argMax(others, -1), scores.shape[1]), margin };
}
export const hinge: TfjsOp<'hinge'> = (_, inputs) =>
  tf.relu(hingeParts(matrixAt(inputs, 0), vectorAt(inputs, 1)).margin);
export const hingeGradient: TfjsOp<'hingeGradient'> = (_, inputs) => {
  const { wanted, rival, margin } = hingeParts(matrixAt(inputs, 0), vectorAt(inputs, 1));
  return tf.mul(tf.sub(rival, wanted), tf.expandDims(tf.mul(at(inputs, 2), tf.step(margin)), 1));
};

/** p and t as matrices [N, everything else], the denominator U[N,1] and the overlap D[N,1]. */
function diceParts(
  inputs: readonly tf.Tensor[],
  smoothing: number,
): Record<'p' | 't' | 'below' | 'overlap', tf.Tensor> {
  const batch = at(inputs, 0).shape[0];
  const p = tf.reshape(at(inputs, 0), [batch, -1]);
  const t = tf.reshape(at(inputs, 1), [batch, -1]);
  const below = tf.add(tf.sum(tf.add(tf.square(p), tf.square(t)), 1, true), smoothing);
  const above = tf.add(tf.mul(tf.sum(tf.mul(p, t), 1, true), 2), smoothing);
  return { p, t, below, overlap: tf.div(above, below) };
}
export const softDice: TfjsOp<'softDice'> = ({ attributes, shape }, inputs) =>
  tf.reshape(tf.sub(1, diceParts(inputs, attributes.smoothing).overlap), [...shape]);
/** 2 dy · (p D − t) / U */
export const softDiceGradient: TfjsOp<'softDiceGradient'> = ({ attributes, shape }, inputs) => {
  const { p, t, below, overlap } = diceParts(inputs, attributes.smoothing);
  const factor = tf.div(tf.mul(tf.expandDims(at(inputs, 2), 1), 2), below);
  return tf.reshape(tf.mul(factor, tf.sub(tf.mul(p, overlap), t)), [...shape]);
};
