/**
 * The images that a recipe trains on and is measured with: all training images of the original files in their order (nothing is held out, for
 * nothing is chosen by looking), or of a generator; and all test images.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DataError, dataSetTitles, isGenerated, type LabelledImages } from '../../src/data/dataSet';
import { generators } from '../../src/data/generators';
import { isGzip } from '../../src/data/gzip';
import { readIdx } from '../../src/data/idx';
import type { Recipe } from './recipes';

export interface Images {
  readonly title: string;
  readonly classes: readonly string[];
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** What follows from the images for whoever uses the network, one sentence each. */
  readonly limits: readonly string[];
}

const cifarClasses = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
const cifarRecordBytes = 1 + 3 * 32 * 32;

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
  if (dataSet === 'mnist') {
    const limits = [
      'Knows digits as in MNIST: white on black, upright, in the middle; anything else it calls a digit as well.',
    ];
    const classes = Array.from({ length: 10 }, (_, digit) => `${digit}`);
    return { title, classes, train: await mnistSplit(folder, 'train'), test: await mnistSplit(folder, 't10k'), limits };
  }
  const limits = ['Knows ten kinds of small pictures and calls anything else one of them as well.'];
  return {
    title,
    classes: cifarClasses,
    train: cifarSplit(folder, /^data_batch_\d\.bin/),
    test: cifarSplit(folder, /^test_batch\.bin/),
    limits,
  };
}

function filesOf(folder: string, pattern: RegExp): readonly string[] {
  const names = readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort();
  if (names.length > 0) return names;
  throw new DataError(
    `weights: expected files in ${folder} whose names match ${pattern.source}, found none. Put the original files there.`,
  );
}

function readFile(folder: string, name: string): Uint8Array {
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  if (!isGzip(bytes)) return bytes;
  try {
    return new Uint8Array(gunzipSync(bytes));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new DataError(
      `weights: expected a whole gzip file in ${name}, found damage (${found}). Put the original files there.`,
    );
  }
}

async function mnistSplit(folder: string, split: string): Promise<LabelledImages> {
  const [imagesName = '', labelsName = ''] = ['images', 'labels'].flatMap((kind) =>
    filesOf(folder, new RegExp(`^${split}-${kind}`)).slice(0, 1),
  );
  const images = await readIdx(readFile(folder, imagesName), imagesName);
  const labels = await readIdx(readFile(folder, labelsName), labelsName);
  const [count = 0, height = 0, width = 0] = images.shape;
  if (labels.shape[0] !== count) {
    throw new DataError(
      `weights: expected ${count} labels in ${labelsName}, found ${labels.shape[0] ?? 0}. Put the original files there.`,
    );
  }
  return { count, shape: [height, width, 1], pixels: images.bytes, labels: labels.bytes };
}

/** Records of a label and three planes of 32×32 bytes. */
function cifarSplit(folder: string, pattern: RegExp): LabelledImages {
  const parts = filesOf(folder, pattern).map((name) => {
    const bytes = readFile(folder, name);
    if (bytes.length > 0 && bytes.length % cifarRecordBytes === 0) return bytes;
    throw new DataError(
      `weights: expected records of ${cifarRecordBytes} bytes in ${name}, found ${bytes.length} bytes. Put the original files there.`,
    );
  });
  const cells = 32 * 32;
  const count = parts.reduce((sum, bytes) => sum + bytes.length / cifarRecordBytes, 0);
  const pixels = new Uint8Array(count * 3 * cells);
  const labels = new Uint8Array(count);
  let image = 0;
  for (const bytes of parts) {
    for (let start = 0; start < bytes.length; start += cifarRecordBytes, image++) {
      labels[image] = bytes[start] ?? 0;
      for (let cell = 0; cell < cells; cell++) {
        for (let channel = 0; channel < 3; channel++) {
          pixels[(image * cells + cell) * 3 + channel] = bytes[start + 1 + channel * cells + cell] ?? 0;
        }
      }
    }
  }
  return { count, shape: [32, 32, 3], pixels, labels };
}
