/**
 * The images that a recipe trains on and is measured with: all training images of the original files in their order (nothing is held out, for
 * nothing is chosen by looking), or of a generator; and all test images.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, dataSetTitles, isGenerated, type LabelledImages } from '../../src/data/dataSet';
import { generators } from '../../src/data/generators';
import { asBeforeHoldOut } from '../../src/data/holdOut';
import { assemblePublished } from '../../src/data/import/assemblePublished';
import type { Recipe } from './recipes';

export interface Images {
  readonly title: string;
  readonly classes: readonly string[];
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** What follows from the images for whoever uses the network, one sentence each. */
  readonly limits: readonly string[];
}

const limitsOf = {
  mnist: 'Knows digits as in MNIST: white on black, upright, in the middle; anything else it calls a digit as well.',
  cifar10: 'Knows ten kinds of small pictures and calls anything else one of them as well.',
} as const;

/** @throws DataError when the original files are not there or not whole */
export async function imagesFor(recipe: Recipe, dataFolder: string): Promise<Images> {
  const { dataSet, trainingImages, testImages = 5_000 } = recipe;
  const title = dataSetTitles[dataSet];
  if (isGenerated(dataSet)) {
    const { offer, generate } = generators[dataSet];
    const counts = { train: trainingImages ?? offer.counts.train, validation: 1, test: testImages };
    const { info, train, test } = await generate({ seed: 1, ...counts });
    const limits = ['Trained on images that a program made: of what people write or photograph it knows nothing else.'];
    return { title, classes: info.classes, train, test, limits };
  }
  const folder = join(dataFolder, dataSet);
  if (!existsSync(folder)) {
    throw new DataError(
      `weights: expected the files of ${dataSet} in ${folder}, found no such folder. Name the folder above it with --data, or with BOOK_DATA.`,
    );
  }
  const files = readdirSync(folder).map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
  const { info, train: rest, validation: held, test } = await assemblePublished(dataSet, files, 'imported');
  const train = asBeforeHoldOut({ rest, held }, 'validation');
  return { title, classes: info.classes, train, test, limits: [limitsOf[dataSet]] };
}
