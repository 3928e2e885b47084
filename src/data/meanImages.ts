/** What the images of a split have in common: how many there are of each class, and the mean image, of all and of each class. */

import { valuesOf, type LabelledImages } from './dataSet';

/** Images of each class. */
export function classBalance(labels: Uint8Array, classes: number): Uint32Array {
  const counts = new Uint32Array(classes);
  for (const label of labels) if (label < classes) counts[label]! += 1;
  return counts;
}

export interface MeanImages {
  /** Images of each class. */
  readonly counts: Uint32Array;
  /** Mean of all images, [height, width, channels], in units of the values. */
  readonly all: Float32Array;
  /** The same for each class, one after the other: [classes, height, width, channels]. Zero for a class without images. */
  readonly byClass: Float32Array;
}

/** Sums of bytes are whole numbers, so that the means are the same everywhere. */
export function meanImages(images: LabelledImages, classes: number): MeanImages {
  const { count, shape, labels } = images;
  const values = valuesOf(images);
  const size = shape[0] * shape[1] * shape[2];
  const sums = new Float64Array(classes * size);
  for (let index = 0; index < count; index++) {
    const label = labels[index]!;
    if (label >= classes) continue;
    for (let at = 0; at < size; at++) sums[label * size + at]! += values[index * size + at]!;
  }
  const counts = classBalance(labels, classes);
  const total = counts.reduce((sum, each) => sum + each, 0);
  const all = new Float32Array(size);
  for (let at = 0; at < size; at++) {
    let sum = 0;
    for (let label = 0; label < classes; label++) sum += sums[label * size + at]!;
    all[at] = total === 0 ? 0 : sum / total;
  }
  const byClass = Float32Array.from(sums, (sum, at) => {
    const images = counts[Math.floor(at / size)]!;
    return images === 0 ? 0 : sum / images;
  });
  return { counts, all, byClass };
}
