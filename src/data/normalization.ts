/**
 * Mean and standard deviation of each channel: what a network's input is normalized with. Sums of bytes are whole numbers and exact, so
 * that the same pixels give the same numbers everywhere.
 */

import type { StoredValues } from '../tensor/shape';
import { DataError, valuesOf, type DataSetInfo, type LabelledImages } from './dataSet';

/**
 * Mean and (population) standard deviation of the bytes of each channel, in units of 0 … 255, or of the numbers in their own. A channel that is the same everywhere
 * tells nothing and gets the deviation 1, which does no harm.
 *
 * @throws DataError when there are no pixels or no channel has any difference: nothing could be told apart
 */
export function measureNormalization(
  images: Pick<LabelledImages, 'shape' | 'pixels' | 'numbers'>,
): DataSetInfo['normalization'] {
  const channels = images.shape[2];
  const values = valuesOf(images);
  const measured = Array.from({ length: channels }, (_, channel) => measureChannel(values, channel, channels));
  if (!measured.some(({ deviation }) => deviation > 0)) {
    throw new DataError(
      `The training images hold ${values.length} ${images.numbers === undefined ? 'pixels' : 'numbers'} without any difference between them, so nothing can be learned from them. ` +
        `Choose another data set.`,
    );
  }
  return {
    mean: measured.map(({ mean }) => mean),
    deviation: measured.map(({ deviation }) => (deviation > 0 ? deviation : 1)),
  };
}

function measureChannel(values: StoredValues, channel: number, channels: number): { mean: number; deviation: number } {
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = channel; i < values.length; i += channels) {
    const value = values[i]!;
    sum += value;
    sumOfSquares += value * value;
  }
  const count = values.length / channels;
  const mean = sum / count;
  // n·Σx² − (Σx)² reaches 2⁵³ at about 10⁵ images; the mean of the squares minus the square of the mean loses nothing that matters.
  const deviation = Math.sqrt(sumOfSquares / count - mean * mean);
  return { mean, deviation };
}
