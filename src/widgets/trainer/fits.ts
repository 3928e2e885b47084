/** Which networks and data sets go together: no control leads to a pair that does not. */

import { generatedIds, isOwn, publishedIds } from '../../data/dataSet';
import type { DataSetId, DataSetOffer } from '../../data/dataSet';
import { dataFormOf } from '../../lab/runNetwork';
import { canLookAt } from '../../network/adapt';
import { networkNamed } from '../../network/zoo';

/**
 * Why a network cannot be trained on a data set, in words; null where it can. What a set of the reader's own holds is known while it is
 * here; of one that is not, opening the run says it.
 */
export function misfit(dataSet: DataSetId, network: string, here: readonly DataSetOffer[] = []): string | null {
  const form = dataFormOf(dataSet, here);
  if (form === null) return null;
  const answer = canLookAt(networkNamed(network), form);
  return answer.can ? null : answer.why;
}

export function fits(dataSet: DataSetId, network: string, here: readonly DataSetOffer[] = []): boolean {
  return misfit(dataSet, network, here) === null;
}

/** The data sets that a network can be trained on: made by the book, published, and those of the reader's own that are here. */
export function dataSetsFor(network: string, here: readonly DataSetOffer[] = []): readonly DataSetId[] {
  const own = here.map(({ id }) => id).filter(isOwn);
  return [...generatedIds, ...publishedIds, ...own].filter((dataSet) => fits(dataSet, network, here));
}
