/**
 * The size and the hash of a data set's content: every pixel and every label, split after split. The same images in the same splits have the
 * same hash, whatever files they came in and whatever name they have.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { splitNames, type DataSet, type DataSetInfo } from './dataSet';

/** SHA-256 over the pixels and then the labels of training, validation and test images, in hexadecimal; and how many bytes that is. */
export function contentOf(dataSet: DataSet): Required<Pick<DataSetInfo, 'sizeBytes' | 'sha256'>> {
  const hash = sha256.create();
  let sizeBytes = 0;
  for (const split of splitNames) {
    const { pixels, labels } = dataSet[split];
    hash.update(pixels).update(labels);
    sizeBytes += pixels.length + labels.length;
  }
  return { sizeBytes, sha256: bytesToHex(hash.digest()) };
}
