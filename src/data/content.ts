/**
 * The size and the hash of a data set's content: every pixel (or number, as its four bytes) and every label, split after split. The same images
 * in the same splits have the same hash, whatever files they came in and whatever name they have.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { bytesOf, splitNames, valuesOf, type DataSet, type DataSetInfo } from './dataSet';

/** SHA-256 over the pixels and then the labels of training, validation and test images, in hexadecimal; and how many bytes that is. */
export function contentOf(dataSet: DataSet): Required<Pick<DataSetInfo, 'sizeBytes' | 'sha256'>> {
  const hash = sha256.create();
  for (const split of splitNames) hash.update(bytesOf(valuesOf(dataSet[split]))).update(dataSet[split].labels);
  return { sizeBytes: sizeOf(dataSet), sha256: bytesToHex(hash.digest()) };
}

/** Bytes of all pixels or numbers, and of all labels. */
export function sizeOf(dataSet: DataSet): number {
  return splitNames.reduce((sum, split) => {
    const images = dataSet[split];
    return sum + valuesOf(images).byteLength + images.labels.length;
  }, 0);
}
