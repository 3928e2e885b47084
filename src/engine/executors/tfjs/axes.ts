/** Sums and means over axes, repetition along them, and moving blocks of values. */
import * as tf from '@tensorflow/tfjs-core';
import { reducedShape } from '../../../graph/reduction';
import { at, type TfjsOp } from './apply';

export const sum: TfjsOp<'sum'> = ({ attributes: { axes, keepDims } }, inputs) =>
  tf.sum(at(inputs, 0), [...axes], keepDims);
export const meanOver: TfjsOp<'meanOver'> = ({ attributes: { axes, keepDims } }, inputs) =>
  tf.mean(at(inputs, 0), [...axes], keepDims);
export const broadcast: TfjsOp<'broadcast'> = ({ attributes: { axes, shape } }, inputs) =>
  tf.broadcastTo(tf.reshape(at(inputs, 0), [...reducedShape(shape, axes, true)]), [...shape]);

export const slice: TfjsOp<'slice'> = ({ attributes: { start, size } }, inputs) =>
  tf.slice(at(inputs, 0), [...start], [...size]);
export const pad: TfjsOp<'pad'> = ({ attributes: { before, after } }, inputs) =>
  tf.pad(
    at(inputs, 0),
    before.map((cells, axis) => [cells, after[axis] ?? 0]),
  );
export const flip: TfjsOp<'flip'> = ({ attributes: { axes } }, inputs) => tf.reverse(at(inputs, 0), [...axes]);
export const concatenate: TfjsOp<'concatenate'> = ({ attributes: { axis } }, inputs) => tf.concat([...inputs], axis);
