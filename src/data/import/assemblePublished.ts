/** One of the published sets from its original files, by its id: what the import, the fetch, the class server and `npm run data` share. */

import { DataError, type DataSet, type DataSetOrigin, type PublishedId } from '../dataSet';
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
  if (id === 'cifar10' || id === 'cifar100') throw new DataError('not yet');
  return assembleIdxSet(id, files, origin);
}
