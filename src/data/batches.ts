/**
 * From a data set to what a network is fed: the order of an epoch, then one batch of pixels and labels.
 *
 * Picture: the images lie in one long row of bytes. An epoch is a shuffled list of their indices; a batch is the next few of that
 * list. Each image is laid in the middle of the network's larger input (28×28 in 32×32 leaves a border of two), the border
 * counts as background (byte 0), and every byte becomes (byte − mean) / deviation.
 *
 * Apart from `epochOrder`, nothing here allocates: the caller owns `out`. Deliberately not here: augmentation, which executors perform.
 */

import { randomStream } from '../tensor/random';
import { DataError, type DataSetInfo, type LabelledImages } from './dataSet';

/** Height, width, channels of a network's input or of an image. */
export type ImageShape = readonly [height: number, width: number, channels: number];
export type Normalization = DataSetInfo['normalization'];

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

/**
 * Gathers images by index: `out` [N, H, W, C] with N = indices.length gets (byte − mean) / deviation, each image in the middle of H×W.
 * Where the border is odd, the smaller half is above and on the left.
 *
 * @throws DataError when an image is larger than the network's input or has another number of channels
 */
export function placeImages(
  images: LabelledImages,
  indices: ArrayLike<number>,
  inputShape: ImageShape,
  normalization: Normalization,
  out: Float32Array,
): void {
  const imageSize = images.shape[0] * images.shape[1] * images.shape[2];
  const inputSize = inputShape[0] * inputShape[1] * inputShape[2];
  checkPlacing(images.shape, inputShape, normalization);
  if (out.length !== indices.length * inputSize) {
    throw new Error(
      `internal: placeImages expects room for ${indices.length} × ${inputSize} numbers, found ${out.length}.`,
    );
  }
  out.fill((0 - normalization.mean) / normalization.deviation);
  for (let n = 0; n < indices.length; n++) {
    const index = checkedIndex(images, indices, n);
    placeOne(images.pixels, index * imageSize, images.shape, inputShape, normalization, out, n * inputSize);
  }
}

/** The same for one image that stands alone, such as a drawn digit: `pixels` of `imageShape` into `out` [1, H, W, C]. */
export function placePixels(
  pixels: Uint8Array,
  imageShape: ImageShape,
  inputShape: ImageShape,
  normalization: Normalization,
  out: Float32Array,
): void {
  checkPlacing(imageShape, inputShape, normalization);
  const imageSize = imageShape[0] * imageShape[1] * imageShape[2];
  const inputSize = inputShape[0] * inputShape[1] * inputShape[2];
  if (pixels.length !== imageSize) {
    throw new DataError(
      `An image of ${imageShape.join(' × ')} has ${imageSize} bytes, found ${pixels.length}. Give the pixels of one image.`,
    );
  }
  if (out.length !== inputSize) {
    throw new Error(`internal: placePixels expects room for ${inputSize} numbers, found ${out.length}.`);
  }
  out.fill((0 - normalization.mean) / normalization.deviation);
  placeOne(pixels, 0, imageShape, inputShape, normalization, out, 0);
}

/**
 * Gathers labels by index: `out` int32 [N] with N = indices.length.
 *
 * @throws DataError when a label is not one of `classes` classes
 */
export function gatherLabels(
  images: LabelledImages,
  indices: ArrayLike<number>,
  classes: number,
  out: Int32Array,
): void {
  if (out.length !== indices.length) {
    throw new Error(`internal: gatherLabels expects room for ${indices.length} labels, found ${out.length}.`);
  }
  for (let n = 0; n < indices.length; n++) {
    const index = checkedIndex(images, indices, n);
    const label = images.labels[index]!;
    if (label >= classes) {
      throw new DataError(
        `Image ${index} has the label ${label}, and the network tells ${classes} classes apart (0 … ${classes - 1}). ` +
          `Choose a network with more outputs or another data set.`,
      );
    }
    out[n] = label;
  }
}

function checkedIndex(images: LabelledImages, indices: ArrayLike<number>, n: number): number {
  const index = indices[n]!;
  if (!(index >= 0 && index < images.count)) {
    throw new Error(`internal: image index expected in 0 … ${images.count - 1}, found ${index} at place ${n}.`);
  }
  return index;
}

function checkPlacing(imageShape: ImageShape, inputShape: ImageShape, normalization: Normalization): void {
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
  if (!(normalization.deviation > 0)) {
    throw new Error(`internal: a deviation above 0 is needed to normalize pixels, found ${normalization.deviation}.`);
  }
}

function placeOne(
  pixels: Uint8Array,
  pixelsStart: number,
  imageShape: ImageShape,
  inputShape: ImageShape,
  normalization: Normalization,
  out: Float32Array,
  outStart: number,
): void {
  const { mean, deviation } = normalization;
  const rowLength = imageShape[1] * imageShape[2];
  const outRowLength = inputShape[1] * inputShape[2];
  const top = (inputShape[0] - imageShape[0]) >> 1;
  const left = (inputShape[1] - imageShape[1]) >> 1;
  for (let y = 0; y < imageShape[0]; y++) {
    const from = pixelsStart + y * rowLength;
    const to = outStart + (y + top) * outRowLength + left * inputShape[2];
    for (let x = 0; x < rowLength; x++) out[to + x] = (pixels[from + x]! - mean) / deviation;
  }
}
