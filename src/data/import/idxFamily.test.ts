import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bookData, skipReason } from '../../../tests/bookData';
import { DataError, type DataSetOrigin } from '../dataSet';
import { assembleIdxSet, readIdxFiles, type NamedFile } from './idxFamily';

const bigEndian = (...words: number[]): number[] =>
  words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);

function imagesFile(name: string, count: number, height = 28, width = 28): NamedFile {
  const bytes = new Uint8Array(16 + count * height * width);
  bytes.set(bigEndian(0x803, count, height, width));
  for (let i = 16; i < bytes.length; i++) bytes[i] = i % 251;
  return { name, bytes };
}
function labelsFile(name: string, count: number, labelAt = (i: number): number => i % 10): NamedFile {
  return {
    name,
    bytes: Uint8Array.from([...bigEndian(0x801, count), ...Array.from({ length: count }, (_, i) => labelAt(i))]),
  };
}
const trainImages = imagesFile('train-images-idx3-ubyte', 30);
const trainLabels = labelsFile('train-labels-idx1-ubyte', 30);
const testImages = imagesFile('t10k-images-idx3-ubyte', 12);
const testLabels = labelsFile('t10k-labels-idx1-ubyte', 12);
const four = [trainImages, trainLabels, testImages, testLabels];
const TOGETHER = 'The picker takes the four files together: mark them all, or drop them all at once.';

const assembleMnist = (files: readonly NamedFile[], origin: Exclude<DataSetOrigin, 'generated'> = 'imported') =>
  assembleIdxSet('mnist', files, origin);

describe('MNIST', () => {
  test('the four files in any order', async () => {
    const set = await assembleMnist([testLabels, trainImages, testImages, trainLabels]);
    expect(set.info).toMatchObject({
      id: 'mnist',
      title: 'MNIST',
      origin: 'imported',
      classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      shape: [28, 28, 1],
      counts: { train: 28, validation: 2, test: 12 },
    });
    expect(set.train.count).toBe(28);
    expect(set.train.pixels.length).toBe(28 * 784);
    expect([...set.test.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect(set.info.normalization.mean[0]).toBeCloseTo(
      set.train.pixels.reduce((sum, byte) => sum + byte, 0) / 21952,
      9,
    );
  });
  test('packed, with dots, with folders in the name, and a test set called test; as served', async () => {
    const set = await assembleMnist(
      [
        { name: 'C:\\train data\\train-images.idx3-ubyte', bytes: trainImages.bytes },
        { name: 'x/train-labels.idx1-ubyte.gz', bytes: new Uint8Array(gzipSync(trainLabels.bytes)) },
        { name: 'train/test-images.idx3-ubyte', bytes: testImages.bytes },
        { name: 'T10K-LABELS.IDX1-UBYTE', bytes: testLabels.bytes },
      ],
      'served',
    );
    expect(set.info.counts).toEqual({ train: 28, validation: 2, test: 12 });
    expect(set.info.origin).toBe('served');
  });
  test.each<[string, readonly NamedFile[], string]>([
    [
      'none',
      [],
      'MNIST: expected four files, found none; missing: train-images-idx3-ubyte, train-labels-idx1-ubyte, ' +
        `t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (with .gz or without). ${TOGETHER}`,
    ],
    [
      'two of four',
      [trainImages, testLabels],
      `MNIST: expected four files, found 2; missing: train-labels-idx1-ubyte, t10k-images-idx3-ubyte (with .gz or without). ${TOGETHER}`,
    ],
    [
      'one twice',
      [...four, { name: 'train-images.idx3-ubyte', bytes: trainImages.bytes }],
      'MNIST: expected train-images-idx3-ubyte once, found it twice: train-images-idx3-ubyte and train-images.idx3-ubyte. ' +
        `Choose only one of them. ${TOGETHER}`,
    ],
    [
      'labels in a file named images',
      [{ name: 'train-images-idx3-ubyte', bytes: trainLabels.bytes }],
      'train-images-idx3-ubyte: expected images, as its name says, found labels in it. Choose the original files with their original names.',
    ],
    [
      'a name that does not say which split',
      [{ name: 'images', bytes: trainImages.bytes }],
      'images: expected “train” or “t10k” in the name, to tell training from test images, found neither. ' +
        'Give it its original name, train-images-idx3-ubyte or t10k-images-idx3-ubyte.',
    ],
    [
      'a name that says both',
      [{ name: 'train-and-test-labels', bytes: trainLabels.bytes }],
      'train-and-test-labels: expected “train” or “t10k” in the name, to tell training from test labels, found both.',
    ],
    [
      'labels that do not match their images',
      [trainImages, labelsFile('train-labels-idx1-ubyte', 29), testImages, testLabels],
      'train-labels-idx1-ubyte: expected 30 labels, one for each image of train-images-idx3-ubyte, found 29. ' +
        'Choose images and labels of the same set.',
    ],
    [
      'images of another size',
      [imagesFile('train-images-idx3-ubyte', 30, 28, 32), trainLabels, testImages, testLabels],
      'train-images-idx3-ubyte: expected images of 28 × 28 pixels, found 28 × 32. Choose the original MNIST files.',
    ],
    [
      'a label that is no digit',
      [trainImages, labelsFile('train-labels-idx1-ubyte', 30, (i) => (i === 7 ? 10 : 1)), testImages, testLabels],
      'train-labels-idx1-ubyte: expected labels from 0 to 9, found 10 at place 7. Choose the original MNIST files.',
    ],
    [
      'too few images',
      [trainImages, trainLabels, imagesFile('t10k-images-idx3-ubyte', 9), labelsFile('t10k-labels-idx1-ubyte', 9)],
      't10k-images-idx3-ubyte: expected at least 10 images, found 9. Choose a file with more.',
    ],
    [
      'a file that is something else',
      [...four.slice(0, 3), { name: 'notes.txt', bytes: new TextEncoder().encode('notes') }],
      'notes.txt: expected an IDX file, which begins with 0x00000803',
    ],
  ])('%s', async (_title, files, message) => {
    await expect(assembleMnist(files)).rejects.toThrow(message);
    await expect(assembleMnist(files)).rejects.toBeInstanceOf(DataError);
  });
});

describe('the others', () => {
  test('EMNIST says in its names what it is; its pictures are turned, its letters counted from 0', async () => {
    const named = (file: NamedFile, part: string): NamedFile => ({
      ...file,
      name: `gzip/emnist-letters-${part}-ubyte`,
    });
    const lying = imagesFile('', 30);
    const { id, dataSet } = await readIdxFiles([
      named(lying, 'train-images-idx3'),
      named(
        labelsFile('', 30, (i) => 1 + (i % 26)),
        'train-labels-idx1',
      ),
      named(imagesFile('', 12), 'test-images-idx3'),
      named(
        labelsFile('', 12, () => 26),
        'test-labels-idx1',
      ),
    ]);
    expect(id).toBe('emnist-letters');
    expect(dataSet.info).toMatchObject({ id: 'emnist-letters', title: 'EMNIST Letters', origin: 'imported' });
    expect(dataSet.info.classes).toHaveLength(26);
    expect([...dataSet.train.labels.subarray(0, 3)]).toEqual([1, 2, 3]);
    expect([...new Set(dataSet.test.labels)]).toEqual([25]);
    // Image 0 is held out; the second row of image 1 is what was its second column.
    expect([...dataSet.train.pixels.subarray(28, 31)]).toEqual([48, 76, 104]);
  });
  test.each<[string, string, (i: number) => number]>([
    ['fashion-mnist', 'd/train-labels-idx1-ubyte', (i) => [9, 0, 0, 3, 0, 2, 7, 2, 5, 5][i % 10]!],
    ['mnist', 'd/train-labels-idx1-ubyte', (i) => [5, 0, 4, 1, 9, 2, 1, 3, 1, 4][i % 10]!],
    ['kmnist', 'KMNIST/train-labels-idx1-ubyte', (i) => i % 10],
    ['fashion-mnist', 'data/fashion/train-labels-idx1-ubyte', (i) => i % 10],
  ])('%s is known by its labels or by %s', async (expected, name, labelAt) => {
    const { id } = await readIdxFiles([trainImages, testImages, testLabels, labelsFile(name, 30, labelAt)]);
    expect(id).toBe(expected);
  });
  test('files of no set that is known make one of the reader’s own', async () => {
    const { id, dataSet } = await readIdxFiles(four);
    expect(id).toBeNull();
    expect(dataSet.info).toMatchObject({ id: 'own-set', counts: { train: 28, validation: 2, test: 12 } });
    expect(dataSet.info.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });
  test('one pair is enough, of any size; its test images are held out', async () => {
    const { dataSet } = await readIdxFiles([imagesFile('shapes', 60, 5, 7), labelsFile('classes', 60, (i) => i % 3)]);
    expect(dataSet.info).toMatchObject({ shape: [5, 7, 1], counts: { train: 46, validation: 4, test: 10 } });
    expect(dataSet.info.classes).toEqual(['0', '1', '2']);
  });
  test.each<[string, readonly NamedFile[], string]>([
    [
      'a letter 0 in EMNIST Letters',
      [
        imagesFile('emnist-letters-train-images-idx3-ubyte', 30),
        labelsFile('emnist-letters-train-labels-idx1-ubyte', 30, () => 0),
        testImages,
        testLabels,
      ],
      'emnist-letters-train-labels-idx1-ubyte: expected labels from 1 to 26, found 0 at place 0. Choose the original EMNIST Letters files.',
    ],
    [
      'no labels',
      [trainImages],
      'IDX files: expected images with their labels, for training and for the test or in one pair, found no train labels, ' +
        'no test images, no test labels. Choose the files of images and labels together.',
    ],
    [
      'two files of images',
      [imagesFile('a', 3), imagesFile('b', 3)],
      'IDX files: expected train-images-idx3-ubyte once, found it twice: a and b. Choose only one of them.',
    ],
    [
      'no image',
      [imagesFile('a', 0), labelsFile('b', 0)],
      'a: expected at least one image, with sides from 1 to 512 pixels, found 0 of 28 × 28. Choose files with labels of one byte.',
    ],
    [
      'one class only',
      [imagesFile('a', 20), labelsFile('b', 20, () => 3)],
      'IDX files: expected training images of at least two classes, found only “3”. There is nothing to tell apart: ' +
        'choose files with another class as well.',
    ],
    [
      'test images of another size',
      [trainImages, trainLabels, imagesFile('t10k-images', 12, 9, 9), testLabels],
      't10k-images: expected images of 28 × 28 pixels, as in train-images-idx3-ubyte, found 9 × 9. Choose images of one size.',
    ],
  ])('%s', async (_title, files, message) => {
    await expect(readIdxFiles(files)).rejects.toThrow(DataError);
    await expect(readIdxFiles(files)).rejects.toThrow(message);
  });
  test('mutated files are read or refused in words, never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3 }),
        fc.array(fc.tuple(fc.nat(40), fc.nat(255)), { maxLength: 4 }),
        fc.nat(30 * 784),
        async (which, changes, cut) => {
          const files = four.map(({ name, bytes }, i) => {
            const changed = bytes.slice(0, i === which ? bytes.length - (cut % 50 === 0 ? cut : 0) : undefined);
            if (i === which) for (const [place, byte] of changes) if (place < changed.length) changed[place] = byte;
            return { name, bytes: changed };
          });
          await readIdxFiles(files).catch((error: unknown) => expect(error).toBeInstanceOf(DataError));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe.skipIf(bookData() === null)(`the real MNIST ${skipReason}`, () => {
  test('60,000 training images with the published mean and deviation', async () => {
    const names = [
      't10k-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
      'train-images-idx3-ubyte.gz',
      't10k-labels-idx1-ubyte.gz',
    ];
    const folder = join(bookData()!, 'mnist');
    const files = names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
    const set = await assembleMnist(files);
    expect(set.info.counts).toMatchObject({ train: 55_000, validation: 5_000 });
    // The first five of the file, and what is held out, by the fixed seed.
    expect([...set.train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    // Published as 0.1307 and 0.3081 of 255.
    expect(set.info.normalization.mean[0]! / 255).toBeCloseTo(0.1307, 3);
    expect(set.info.normalization.deviation[0]! / 255).toBeCloseTo(0.3081, 3);
  });
});
