/**
 * Batches from stored data, gathered on the processor: tfjs has no array of bytes (a data set would take four times its size on
 * the GPU), and uploading one batch of floats costs little beside the rest of its step.
 */
import * as tf from '@tensorflow/tfjs-core';
import { placePixels } from '../../../data/batches';
import type { NodeOf } from '../../../graph/graph';
import { sizeOf, type Shape, type StoredValues } from '../../../tensor/shape';
import type { StoredData } from '../executor';
import { requireData, storedTypeOf } from '../feedingChecks';

/** Bytes or numbers in plain memory. */
export interface HostData extends StoredData {
  readonly values: StoredValues;
  readonly isDisposed: () => boolean;
}

export function keepOnHost(shape: Shape, values: StoredValues): HostData {
  requireData(shape, values);
  let disposed = false;
  return {
    shape,
    dtype: storedTypeOf(values),
    values,
    memoryBytes: 0,
    isDisposed: () => disposed,
    dispose: () => void (disposed = true),
  };
}

export function asHostData(stored: StoredData): HostData {
  if (!('values' in stored)) throw new Error('internal: tfjs executor: these data were stored by another executor');
  return stored as HostData;
}

export function gather(
  node: NodeOf<'gatherImages'> | NodeOf<'gatherLabels'>,
  stored: HostData,
  indices: Int32Array,
): tf.Tensor {
  if (stored.isDisposed()) throw new Error('internal: program: used after its data was disposed');
  const { values, shape } = stored;
  if (node.op === 'gatherLabels') {
    return tf.tensor1d(
      Int32Array.from(indices, (index) => values[index] ?? -1),
      'int32',
    );
  }
  const [, height, width, channels] = shape as [number, number, number, number];
  const out = new Float32Array(sizeOf(node.shape));
  const size = height * width * channels;
  const inputShape = [node.attributes.height, node.attributes.width, channels] as const;
  const inputSize = sizeOf(inputShape);
  indices.forEach((index, n) => {
    const place = out.subarray(n * inputSize, (n + 1) * inputSize);
    const image = values.subarray(index * size, (index + 1) * size);
    if (index < 0 || image.length < size) place.fill(NaN);
    else placePixels(image, [height, width, channels], inputShape, node.attributes, place);
  });
  return tf.tensor(out, [...node.shape]);
}
