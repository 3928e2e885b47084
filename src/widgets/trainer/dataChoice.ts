/**
 * What the *Data set* control offers: every set that the network can look at, in three groups, with what must first be fetched or
 * imported marked as such. What cannot go with the network is not offered.
 */

import { isGenerated, isOwn } from '../../data/dataSet';
import type { DataSetId, DataSetOffer } from '../../data/dataSet';
import type { SelectGroup } from '../../ui/Select';
import { dataSetsFor } from './fits';
import { isAvailable, dataSetTitle } from './state';

/** @param here what can be chosen now */
export function dataSetGroups(
  network: string,
  current: DataSetId,
  here: readonly DataSetOffer[],
): readonly SelectGroup<DataSetId>[] {
  // What the run has stands there whatever is said about it, so that the control shows the truth.
  const offered = [...new Set([...dataSetsFor(network, here), current])];
  const option = (id: DataSetId): SelectGroup<DataSetId>['options'][number] => {
    const title = dataSetTitle(id, here);
    return { value: id, label: isAvailable(id, here) ? title : `${title} (not here yet)` };
  };
  return [
    { title: 'Made by this book', options: offered.filter(isGenerated).map(option) },
    { title: 'Real', options: offered.filter((id) => !isGenerated(id) && !isOwn(id)).map(option) },
    { title: 'Yours', options: offered.filter(isOwn).map(option) },
  ].filter(({ options }) => options.length > 0);
}
