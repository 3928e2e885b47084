/** Arithmetic, element by element. */
import * as tf from '@tensorflow/tfjs-core';
import { at, type TfjsOp } from './apply';

export const subtract: TfjsOp<'subtract'> = (_, inputs) => tf.sub(at(inputs, 0), at(inputs, 1));
export const divide: TfjsOp<'divide'> = (_, inputs) => tf.div(at(inputs, 0), at(inputs, 1));
export const power: TfjsOp<'power'> = ({ attributes }, inputs) => tf.pow(at(inputs, 0), attributes.exponent);
export const exp: TfjsOp<'exp'> = (_, inputs) => tf.exp(at(inputs, 0));
export const log: TfjsOp<'log'> = (_, inputs) => tf.log(at(inputs, 0));
export const squareRoot: TfjsOp<'squareRoot'> = (_, inputs) => tf.sqrt(at(inputs, 0));
export const maximum: TfjsOp<'maximum'> = (_, inputs) => tf.maximum(at(inputs, 0), at(inputs, 1));
export const minimum: TfjsOp<'minimum'> = (_, inputs) => tf.minimum(at(inputs, 0), at(inputs, 1));
export const maximumGradient: TfjsOp<'maximumGradient'> = ({ attributes }, inputs) => {
  const [a, b, dy] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
  return tf.mul(dy, tf.cast(attributes.of === 'a' ? tf.greaterEqual(a, b) : tf.greater(b, a), 'float32'));
};
