/**
 * From the images that files held to a whole data set: what is missing among the splits is held out, what no network could learn from is
 * refused, what every data set must say is measured.
 */

import {
  countsOf,
  DataError,
  splitNames,
  type DataSet,
  type DataSetId,
  type DataSetOrigin,
  type LabelledImages,
} from '../dataSet';
import { holdOut } from '../holdOut';
import { measureNormalization } from '../normalization';

export interface FoundImages {
  readonly id: DataSetId;
  readonly title: string;
  readonly origin: DataSetOrigin;
  readonly classes: readonly string[];
  readonly train: LabelledImages;
  /** Held out where there is none. */
  readonly validation?: LabelledImages | undefined;
  /** Held out, before the validation images, where there is none. */
  readonly test?: LabelledImages | undefined;
}

/** @throws DataError when there are too few images, only one class, or nothing to tell apart */
export function completeDataSet({ id, title, origin, classes, ...found }: FoundImages): DataSet {
  requireTwoClasses(title, found.train.labels, classes);
  let { train, validation, test } = found;
  if (test === undefined) ({ rest: train, held: test } = holdOut(train, 'test', title));
  if (validation === undefined) ({ rest: train, held: validation } = holdOut(train, 'validation', title));
  const splits = { train, validation, test };
  return {
    info: {
      id,
      title,
      origin,
      classes,
      shape: train.shape,
      counts: countsOf(splits),
      normalization: measureNormalization(train),
    },
    ...splits,
  };
}

function requireTwoClasses(title: string, labels: Uint8Array, classes: readonly string[]): void {
  const present = new Set(labels);
  if (present.size >= 2) return;
  const [only] = present;
  throw new DataError(
    present.size === 0
      ? `${title}: expected training images, found none. Choose files with images in them.`
      : `${title}: expected training images of at least two classes, found only “${classes[only!] ?? only!}”. ` +
          `There is nothing to tell apart: choose files with another class as well.`,
  );
}

/** How many images of each class every split has. */
export function classCounts(dataSet: DataSet): readonly { name: string; counts: DataSet['info']['counts'] }[] {
  const perSplit = splitNames.map((split) => {
    const counts = new Uint32Array(dataSet.info.classes.length);
    for (const label of dataSet[split].labels) counts[label]!++;
    return counts;
  });
  return dataSet.info.classes.map((name, label) => ({
    name,
    counts: { train: perSplit[0]![label]!, validation: perSplit[1]![label]!, test: perSplit[2]![label]! },
  }));
}
