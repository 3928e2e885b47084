/** Sums and means over axes, and repetition along them. */
import * as tf from '@tensorflow/tfjs-core';
import { reducedShape } from '../../../graph/reduction';
import { at, type TfjsOp } from './apply';

export const sum: TfjsOp<'sum'> = ({ attributes: { axes, keepDims } }, inputs) =>
  tf.sum(at(inputs, 0), [...axes], keepDims);
export const meanOver: TfjsOp<'meanOver'> = ({ attributes: { axes, keepDims } }, inputs) =>
  tf.mean(at(inputs, 0), [...axes], keepDims);
export const broadcast: TfjsOp<'broadcast'> = ({ attributes: { axes, shape } }, inputs) =>
  tf.broadcastTo(tf.reshape(at(inputs, 0), [...reducedShape(shape, axes, true)]), [...shape]);
