/**
 * Which images step s trains on: a function of the step alone (step 1 is the first), given the seed.
 *
 * An epoch visits a shuffled list; images that do not fill a last batch wait for another epoch's order, so that every batch has
 * the same shape.
 */

import { batchesPerEpoch, epochOrder, gatherLabels, placeImages, type ImageShape } from '../data/batches';
import type { DataSet } from '../data/dataSet';

export interface BatchSource {
  readonly stepsPerEpoch: number;
  /** Fills `image` [N,H,W,C] and `labels` [N] with the batch of this step (1, 2, …). */
  fill(step: number, image: Float32Array, labels: Int32Array): void;
}

/** @throws DataError when one batch wants more images than the training split has */
export function createBatchSource(
  dataSet: DataSet,
  inputShape: ImageShape,
  classes: number,
  batchSize: number,
  orderSeed: number,
): BatchSource {
  const { train, info } = dataSet;
  const stepsPerEpoch = batchesPerEpoch(train.count, batchSize);
  let epoch = -1;
  let order: Uint32Array = new Uint32Array(0);
  return {
    stepsPerEpoch,
    fill(step, image, labels) {
      const wanted = Math.floor((step - 1) / stepsPerEpoch);
      if (wanted !== epoch) {
        epoch = wanted;
        order = epochOrder(orderSeed, epoch, train.count);
      }
      const first = ((step - 1) % stepsPerEpoch) * batchSize;
      const indices = order.subarray(first, first + batchSize);
      placeImages(train, indices, inputShape, info.normalization, image);
      gatherLabels(train, indices, classes, labels);
    },
  };
}
