/**
 * Which images step s trains on: a function of the step alone (step 1 is the first), given the seed.
 *
 * An epoch visits a shuffled list; images that do not fill a last batch wait for another epoch's order, so that every batch has
 * the same shape.
 */

import { batchesPerEpoch, epochOrder } from '../data/batches';

export interface BatchSource {
  readonly stepsPerEpoch: number;
  /** The indices of this step's batch (1, 2, …) among the training images. The same array at every call. */
  indices(step: number): Int32Array;
}

/** @throws DataError when one batch wants more images than the training split's `count` */
export function createBatchSource(count: number, batchSize: number, orderSeed: number): BatchSource {
  const stepsPerEpoch = batchesPerEpoch(count, batchSize);
  const indices = new Int32Array(batchSize);
  let epoch = -1;
  let order: Uint32Array = new Uint32Array(0);
  return {
    stepsPerEpoch,
    indices(step) {
      const wanted = Math.floor((step - 1) / stepsPerEpoch);
      if (wanted !== epoch) {
        epoch = wanted;
        order = epochOrder(orderSeed, epoch, count);
      }
      const first = ((step - 1) % stepsPerEpoch) * batchSize;
      indices.set(order.subarray(first, first + batchSize));
      return indices;
    },
  };
}
