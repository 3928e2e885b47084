/** One of the published sets from its original files, by its id: what the import, the fetch, the class server and `npm run data` share. */

import type { DataSet, DataSetOrigin, PublishedId } from '../dataSet';
import { assembleCifar } from './cifar';
import { assembleIdxSet, type NamedFile } from './idxFamily';

/**
 * @param files the original files, packed or not, in any order
 * @throws DataError naming the file, what was expected, what was found and what to do
 */
export async function assemblePublished(
  id: PublishedId,
  files: readonly NamedFile[],
  origin: Exclude<DataSetOrigin, 'generated'>,
): Promise<DataSet> {
  if (id === 'cifar10' || id === 'cifar100') return (await assembleCifar(id, files, origin)).dataSet;
  return assembleIdxSet(id, files, origin);
}
