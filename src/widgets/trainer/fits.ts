/** Which data sets a network can be trained on: no control leads to a pair that does not fit. */

import { dataSetIds, imageShapes } from '../../data/dataSet';
import type { DataSetId } from '../../data/dataSet';
import { networkNamed } from '../../network/zoo';

/** Whether a network can look at the images of a data set: as many channels, and an input at least as large. */
export function fits(dataSet: DataSetId, network: string): boolean {
  const [height, width, channels] = imageShapes[dataSet];
  return networkNamed(network).inputs.every(
    ({ shape }) => shape[0] >= height && shape[1] >= width && shape[2] === channels,
  );
}

/** The data sets that a network can be trained on. */
export function dataSetsFor(network: string): readonly DataSetId[] {
  return dataSetIds.filter((dataSet) => fits(dataSet, network));
}
