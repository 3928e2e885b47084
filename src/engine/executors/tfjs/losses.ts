/** Softmax, cross-entropy, squared distances, and their gradients. */
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

/** The logits with one more column of the fixed logit, if there is one. */
function withReject(logits: tf.Tensor2D, rejectLogit: number | null): tf.Tensor2D {
  if (rejectLogit === null) return logits;
  return tf.concat2d([logits, tf.fill([logits.shape[0], 1], rejectLogit)], 1);
}

export const softmaxCrossEntropy: TfjsOp<'softmaxCrossEntropy'> = ({ attributes }, inputs) => {
  const logits = matrixAt(inputs, 0);
  const wanted = labelled(vectorAt(inputs, 1), logits.shape[1]);
  const right = tf.sum(tf.mul(logits, wanted), -1);
  return tf.sub(tf.logSumExp(withReject(logits, attributes.rejectLogit), -1), right);
};

/** (softmax − one-hot) · dy */
export const softmaxCrossEntropyGradient: TfjsOp<'softmaxCrossEntropyGradient'> = ({ attributes }, inputs) => {
  const logits = matrixAt(inputs, 0);
  const [batch, classes] = logits.shape;
  const all = tf.softmax(withReject(logits, attributes.rejectLogit));
  const probabilities = attributes.rejectLogit === null ? all : tf.slice(all, [0, 0], [batch, classes]);
  const wanted = labelled(vectorAt(inputs, 1), classes);
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
