/**
 * MNIST from its four original files: training images and labels, test images and labels. Everything is checked before anything is
 * handed out, so that a wrong choice changes nothing.
 *
 * Which file is which: its content says images or labels, its name training (`train`) or test (`t10k`, `test`). Names with a hyphen or
 * a dot before `idx`, packed with gzip or not, in any order, are all right.
 *
 * Source: LeCun, Cortes & Burges, "The MNIST database of handwritten digits".
 */

import { countsOf, DataError, type DataSet, type DataSetOrigin, type LabelledImages, type SplitName } from './dataSet';
import { holdOut } from './holdOut';
import { readIdx, type IdxArray } from './idx';
import { measureNormalization } from './normalization';

const CLASSES = 10;
const SIDE_PX = 28;
const FEWEST_IMAGES = 10;
const TOGETHER = 'The picker takes the four files together: mark them all, or drop them all at once.';

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const parts = ['train-images', 'train-labels', 't10k-images', 't10k-labels'] as const;
type Part = (typeof parts)[number];
const originalNames: Readonly<Record<Part, string>> = {
  'train-images': 'train-images-idx3-ubyte',
  'train-labels': 'train-labels-idx1-ubyte',
  't10k-images': 't10k-images-idx3-ubyte',
  't10k-labels': 't10k-labels-idx1-ubyte',
};

/**
 * @param files the four files, in any order
 * @throws DataError naming the file, what was expected, what was found and what to do
 */
export async function assembleMnist(
  files: readonly NamedFile[],
  origin: Exclude<DataSetOrigin, 'generated'> = 'imported',
): Promise<DataSet> {
  const found = new Map<Part, { name: string; array: IdxArray }>();
  for (const file of files) {
    const name = file.name.replace(/^.*[\\/]/, '');
    const array = await readIdx(file.bytes, name);
    const part = partOf(name, array);
    const other = found.get(part);
    if (other !== undefined) {
      throw new DataError(
        `MNIST: expected ${originalNames[part]} once, found it twice: ${other.name} and ${name}. Choose only one of them. ${TOGETHER}`,
      );
    }
    found.set(part, { name, array });
  }
  const missing = parts.filter((part) => !found.has(part));
  if (missing.length > 0) {
    throw new DataError(
      `MNIST: expected four files, found ${found.size === 0 ? 'none' : found.size}; missing: ` +
        `${missing.map((part) => originalNames[part]).join(', ')} (with .gz or without). ${TOGETHER}`,
    );
  }
  const split = (images: Part, labels: Part): LabelledImages => joinSplit(found.get(images)!, found.get(labels)!);
  const { rest: train, held: validation } = holdOut(split('train-images', 'train-labels'), 'validation', 'MNIST');
  const splits = { train, validation, test: split('t10k-images', 't10k-labels') };
  return {
    info: {
      id: 'mnist',
      title: 'MNIST',
      origin,
      classes: Array.from({ length: CLASSES }, (_, digit) => `${digit}`),
      shape: train.shape,
      counts: countsOf(splits),
      normalization: measureNormalization(train),
    },
    ...splits,
  };
}

function partOf(name: string, array: IdxArray): Part {
  const content = array.shape.length === 3 ? 'images' : 'labels';
  const named = /images|idx3/i.test(name) ? 'images' : /labels|idx1/i.test(name) ? 'labels' : content;
  if (named !== content) {
    throw new DataError(
      `${name}: expected ${named}, as its name says, found ${content} in it. Choose the original files with their original names.`,
    );
  }
  const train = /train/i.test(name);
  const test = /t10k|test/i.test(name);
  if (train === test) {
    throw new DataError(
      `${name}: expected “train” or “t10k” in the name, to tell training from test ${content}, found ${train ? 'both' : 'neither'}. ` +
        `Give it its original name, ${originalNames[`train-${content}`]} or ${originalNames[`t10k-${content}`]}.`,
    );
  }
  const split: SplitName = train ? 'train' : 'test';
  return `${split === 'train' ? 'train' : 't10k'}-${content}`;
}

function joinSplit(
  images: { name: string; array: IdxArray },
  labels: { name: string; array: IdxArray },
): LabelledImages {
  const [count = 0, height = 0, width = 0] = images.array.shape;
  if (height !== SIDE_PX || width !== SIDE_PX) {
    throw new DataError(
      `${images.name}: expected images of ${SIDE_PX} × ${SIDE_PX} pixels, found ${height} × ${width}. Choose the original MNIST files.`,
    );
  }
  if (count < FEWEST_IMAGES) {
    throw new DataError(
      `${images.name}: expected at least ${FEWEST_IMAGES} images, found ${count}. Choose a file with more.`,
    );
  }
  const labelCount = labels.array.shape[0]!;
  if (labelCount !== count) {
    throw new DataError(
      `${labels.name}: expected ${count} labels, one for each image of ${images.name}, found ${labelCount}. ` +
        `Choose images and labels of the same set.`,
    );
  }
  const wrong = labels.array.bytes.findIndex((label) => label >= CLASSES);
  if (wrong >= 0) {
    throw new DataError(
      `${labels.name}: expected labels from 0 to ${CLASSES - 1}, found ${labels.array.bytes[wrong]!} at place ${wrong}. ` +
        `Choose the original MNIST files.`,
    );
  }
  return { count, shape: [height, width, 1], pixels: images.array.bytes, labels: labels.array.bytes };
}
