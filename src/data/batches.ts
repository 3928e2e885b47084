/**
 * From a data set to what a network is fed: the order of an epoch, and one image as the network sees it.
 *
 * Picture: the images lie in one long row of bytes. An epoch is a shuffled list of their indices; a batch is the next few of that
 * list. Each image is laid in the middle of the network's larger input (28×28 in 32×32 leaves a border of two), the border
 * counts as background (byte 0), and every byte becomes (byte − mean) / deviation.
 *
 * Batches are gathered, normalized and augmented by executors, from indices (op `gatherImages`). Here the same is done for one image that
 * stands alone, and what must hold of all images is checked once, before the first step.
 */

import { randomStream } from '../tensor/random';
import type { StoredValues } from '../tensor/shape';
import { DataError, type LabelledImages, type SplitName } from './dataSet';

/** Height, width, channels of a network's input or of an image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** In units of the stored values (bytes: 0 … 255): one number for all channels, or one for each. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** The order in which epoch `epoch` (0, 1, …) visits `count` images: a permutation of 0 … count − 1 that only `seed` and `epoch` decide. */
export function epochOrder(seed: number, epoch: number, count: number): Uint32Array {
  return randomStream(seed, 'order', epoch).permutation(count);
}

/**
 * Whole batches in one epoch; the images left over are skipped (another epoch's order brings them).
 *
 * @throws DataError when one batch wants more images than there are
 */
export function batchesPerEpoch(count: number, batchSize: number): number {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new Error(`internal: batchesPerEpoch expects a batch size of 1, 2, …, found ${batchSize}.`);
  }
  if (batchSize > count) {
    throw new DataError(
      `A batch of ${batchSize} images was asked for, and the data set has ${count} images. Choose a batch size of at most ${count}.`,
    );
  }
  return Math.floor(count / batchSize);
}

/** @throws DataError naming the first image whose label is not one of `classes` classes */
export function requireLabelsBelow(classes: number, images: LabelledImages, split: SplitName, title: string): void {
  for (let index = 0; index < images.count; index++) {
    const label = images.labels[index]!;
    if (label < classes) continue;
    throw new DataError(
      `Image ${index} of the ${split} images of ${title} has the label ${label}, and the network tells ${classes} classes apart ` +
        `(0 … ${classes - 1}). Choose a network with more outputs or another data set.`,
    );
  }
}

/** @throws DataError naming the first image with a number that is none: it would turn every weight into NaN within one step */
export function requireFiniteNumbers({ numbers, shape }: LabelledImages, split: SplitName, title: string): void {
  const at = numbers?.findIndex((value) => !Number.isFinite(value)) ?? -1;
  if (at < 0) return;
  const image = Math.floor(at / (shape[0] * shape[1] * shape[2]));
  throw new DataError(
    `Example ${image} of the ${split} examples of ${title} holds ${numbers?.[at]}, which is not a finite number. Replace it or leave it out.`,
  );
}

/** @throws DataError when an image is larger than the network's input or has another number of channels */
export function requireFits(imageShape: ImageShape, inputShape: ImageShape, normalization: Normalization): void {
  if (imageShape[0] > inputShape[0] || imageShape[1] > inputShape[1]) {
    throw new DataError(
      `The images are ${imageShape[0]} × ${imageShape[1]} pixels, and the network's input is ${inputShape[0]} × ${inputShape[1]}. ` +
        `Choose a network with an input at least as large as the images.`,
    );
  }
  if (imageShape[2] !== inputShape[2]) {
    throw new DataError(
      `The images have ${imageShape[2]} channels, and the network's input has ${inputShape[2]}. ` +
        `Choose a network whose input has ${imageShape[2]}.`,
    );
  }
  for (const deviation of normalization.deviation) {
    if (deviation > 0) continue;
    throw new Error(`internal: a deviation above 0 is needed to normalize pixels, found ${deviation}.`);
  }
}

/**
 * One image, such as a drawn digit, or one point: `out` [H, W, C] gets (value − mean) / deviation, the image in the middle of H×W. Where the border is
 * odd, the smaller half is above and on the left. Allocates nothing.
 *
 * @throws DataError when the image is larger than the network's input, or has another number of channels or bytes
 */
export function placePixels(
  pixels: StoredValues,
  imageShape: ImageShape,
  inputShape: ImageShape,
  normalization: Normalization,
  out: Float32Array,
): void {
  requireFits(imageShape, inputShape, normalization);
  const [height, width, channels] = imageShape;
  if (pixels.length !== height * width * channels) {
    throw new DataError(
      `An image of ${imageShape.join(' × ')} has ${height * width * channels} values, found ${pixels.length}. Give the pixels of one image.`,
    );
  }
  const inputSize = inputShape[0] * inputShape[1] * inputShape[2];
  if (out.length !== inputSize) {
    throw new Error(`internal: placePixels expects room for ${inputSize} numbers, found ${out.length}.`);
  }
  const top = (inputShape[0] - height) >> 1;
  const left = (inputShape[1] - width) >> 1;
  for (let c = 0; c < channels; c++) {
    const mean = normalization.mean[c] ?? normalization.mean[0]!;
    const deviation = normalization.deviation[c] ?? normalization.deviation[0]!;
    for (let i = c; i < inputSize; i += channels) out[i] = (0 - mean) / deviation;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const to = ((y + top) * inputShape[1] + x + left) * channels + c;
        out[to] = (pixels[(y * width + x) * channels + c]! - mean) / deviation;
      }
    }
  }
}
