/**
 * Mean and standard deviation of pixels: what a network's input is normalized with. Sums are whole numbers and exact, so
 * that the same pixels give the same two numbers everywhere.
 */

import { DataError, type DataSetInfo } from './dataSet';

/**
 * Mean and (population) standard deviation of bytes, in units of 0 … 255.
 *
 * @throws DataError when there are no pixels or all are equal: nothing could be told apart
 */
export function measureNormalization(pixels: Uint8Array): DataSetInfo['normalization'] {
  let sum = 0;
  let sumOfSquares = 0;
  for (const byte of pixels) {
    sum += byte;
    sumOfSquares += byte * byte;
  }
  const count = pixels.length;
  const mean = sum / count;
  // n·Σx² − (Σx)² reaches 2⁵³ at about 10⁵ images; the mean of the squares minus the square of the mean loses nothing that matters.
  const deviation = Math.sqrt(sumOfSquares / count - mean * mean);
  if (!(deviation > 0)) {
    throw new DataError(
      `The training images hold ${count} pixels without any difference between them, so nothing can be learned from them. ` +
        `Choose another data set.`,
    );
  }
  return { mean, deviation };
}
