/** The few checks that several shape rules share. Each throws a `ShapeProblem` with expected, found and the next step. */

import { formatShape, sameShape, type Shape } from '../tensor/shape';
import type { CrossEntropyAttributes } from './graph';
import { refuse, type ShapeAndType } from './opDefinition';

export function float32(shape: Shape): ShapeAndType {
  return { shape, dtype: 'float32' };
}

/** For element-by-element ops: no broadcasting in this house, so that every node's cost and gradient can be read off. */
export function requireSameShape(firstName: string, first: Shape, secondName: string, second: Shape): void {
  if (sameShape(first, second)) return;
  refuse({
    expected: `${secondName} of the same shape as ${firstName}, ${formatShape(first)}`,
    found: formatShape(second),
    next: 'Nothing is broadcast here; use addBias or channelScale for one number per channel.',
  });
}

export function requireScalar(name: string, shape: Shape): void {
  if (shape.length === 0) return;
  refuse({
    expected: `${name} to be a single number, shape []`,
    found: formatShape(shape),
    next: 'Take its mean first.',
  });
}

/** All inputs after the first are single numbers. */
export function requireScalars([, ...names]: readonly string[], shapes: readonly Shape[]): void {
  for (const [index, shape] of shapes.entries()) requireScalar(names[index] ?? '', shape);
}

/** The two axes of a matrix, named by `axes` such as `[N,K]` in messages. */
export function requireMatrix(name: string, axes: string, shape: Shape): readonly [number, number] {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined) {
    return refuse({
      expected: `${name} with the two axes ${axes}`,
      found: formatShape(shape),
      next: 'Flatten it first.',
    });
  }
  return [rows, columns];
}

/** The last axis of x[…,C]. */
export function requireChannels(name: string, shape: Shape): number {
  const channels = shape.at(-1);
  return (
    channels ??
    refuse({ expected: `${name} with a channel axis, […,C]`, found: '[]', next: 'A single number has no channels.' })
  );
}

/** A vector with one number per channel of x. */
export function requireOnePerChannel(vectorName: string, vector: Shape, xName: string, x: Shape): void {
  const channels = requireChannels(xName, x);
  if (vector.length === 1 && vector[0] === channels) return;
  refuse({
    expected: `${vectorName} of shape [${channels}], one number per channel of ${xName} ${formatShape(x)}`,
    found: formatShape(vector),
    next: 'Channels are the last axis.',
  });
}

/** One label per row of the logits. */
export function requireLabels(labels: Shape, batch: number): void {
  if (labels.length === 1 && labels[0] === batch) return;
  refuse({
    expected: `labels of shape [${batch}], one per row of the logits`,
    found: formatShape(labels),
    next: 'Labels are class indices, not one-hot vectors.',
  });
}

/** Which images a batch is made of. */
export function requireIndices(indices: Shape): number {
  const [batch] = indices;
  if (indices.length === 1 && batch !== undefined) return batch;
  return refuse({
    expected: 'indices of shape [N], one for each image of the batch',
    found: formatShape(indices),
    next: 'An index is the number of an image in its data set.',
  });
}

/** The share of a target that label smoothing takes from the right class. */
export function requireSmoothing({ labelSmoothing = 0 }: CrossEntropyAttributes): void {
  if (labelSmoothing >= 0 && labelSmoothing < 1) return;
  refuse({
    expected: 'a labelSmoothing of at least 0 and below 1',
    found: String(labelSmoothing),
    next: '0.1 is usual; 0 or nothing leaves the labels as they are.',
  });
}

/** The four axes of images. */
export function requireImages(name: string, shape: Shape): readonly [number, number, number, number] {
  const [batch, height, width, channels] = shape;
  if (
    shape.length !== 4 ||
    batch === undefined ||
    height === undefined ||
    width === undefined ||
    channels === undefined
  ) {
    return refuse({
      expected: `${name} with the four axes [N,H,W,C]`,
      found: formatShape(shape),
      next: 'Apply it before flattening.',
    });
  }
  return [batch, height, width, channels];
}
