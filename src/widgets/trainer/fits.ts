/** Which data sets a network can be trained on: no control leads to a pair that does not fit. */

import { generatedIds, imageShapes, isOwn, publishedIds } from '../../data/dataSet';
import type { DataSetId } from '../../data/dataSet';
import { networkNamed } from '../../network/zoo';

/**
 * Whether a network can look at the images of a data set: as many channels, and an input at least as large. What a set of the reader's own
 * holds is known when it is read; then opening the run says it.
 */
export function fits(dataSet: DataSetId, network: string): boolean {
  if (isOwn(dataSet)) return true;
  const [height, width, channels] = imageShapes[dataSet];
  return networkNamed(network).inputs.every(
    ({ shape }) => shape[0] >= height && shape[1] >= width && shape[2] === channels,
  );
}

/** The data sets that a network can be trained on, but for the reader's own. */
export function dataSetsFor(network: string): readonly DataSetId[] {
  return [...generatedIds, ...publishedIds].filter((dataSet) => fits(dataSet, network));
}
