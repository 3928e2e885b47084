/**
 * MNIST and those that came in its form: Fashion-MNIST, KMNIST, EMNIST; and any other pair of IDX files, as a set of the reader's own.
 * Everything is checked before anything is handed out, so that a wrong choice changes nothing.
 *
 * Which file is which: its content says images or labels, its name training (`train`) or test (`t10k`, `test`). Names with a hyphen or
 * a dot before `idx`, packed with gzip or not, in any order, are all right.
 *
 * Which set it is: EMNIST says so in its file names. The other three have the same names, and are told apart by the labels that they
 * begin with, or else by a word in the path (`fashion`, `kmnist`). Pictures of EMNIST lie on their side (rows and columns exchanged) and are
 * turned; its letters are labelled from 1.
 *
 * Sources: LeCun, Cortes & Burges, "The MNIST database of handwritten digits"; Xiao, Rasul & Vollgraf 2017; Clanuwat et al. 2018;
 * Cohen, Afshar, Tapson & van Schaik 2017, "EMNIST: an extension of MNIST to handwritten letters".
 */

import {
  DataError,
  dataSetTitles,
  MOST_CLASSES,
  type DataSet,
  type DataSetOrigin,
  type LabelledImages,
  type PublishedId,
} from '../dataSet';
import { readIdx, type IdxArray } from '../idx';
import { completeDataSet } from './complete';
import { publishedClasses } from './publishedClasses';

const SIDE_PX = 28;
const LARGEST_SIDE_PX = 512;
const FEWEST_IMAGES = 10;
const TOGETHER = 'The picker takes the four files together: mark them all, or drop them all at once.';

export interface NamedFile {
  /** May have folders before it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type IdxSetId = Exclude<PublishedId, 'cifar10' | 'cifar100'>;
export const idxSetIds: readonly IdxSetId[] = [
  'mnist',
  'fashion-mnist',
  'kmnist',
  'emnist-balanced',
  'emnist-letters',
  'emnist-digits',
];

const parts = ['train-images', 'train-labels', 't10k-images', 't10k-labels'] as const;
type Part = (typeof parts)[number];

interface ReadFile {
  /** As it was given. */
  readonly path: string;
  /** Without folders. */
  readonly name: string;
  readonly array: IdxArray;
}

/** What the files of one set are called where they come from. */
function originalName(id: IdxSetId, part: Part): string {
  const [split = '', content = ''] = part.split('-');
  const endings = { images: 'idx3-ubyte', labels: 'idx1-ubyte' } as const;
  const ending = content === 'images' ? endings.images : endings.labels;
  return id.startsWith('emnist')
    ? `${id}-${split === 'train' ? 'train' : 'test'}-${content}-${ending}`
    : `${part}-${ending}`;
}

/**
 * One of the published sets from its four files, in any order.
 *
 * @throws DataError naming the file, what was expected, what was found and what to do
 */
export async function assembleIdxSet(
  id: IdxSetId,
  files: readonly NamedFile[],
  origin: Exclude<DataSetOrigin, 'generated'>,
): Promise<DataSet> {
  return publishedFrom(id, await readFiles(files), origin);
}

/** What IDX files of the reader's are: a published set where they are known, else a set of their own from one pair or two. */
export async function readIdxFiles(
  files: readonly NamedFile[],
): Promise<{ readonly id: IdxSetId | null; readonly dataSet: DataSet }> {
  const read = await readFiles(files);
  const id = recognise(read);
  return id === null ? { id, dataSet: ownFrom(read) } : { id, dataSet: publishedFrom(id, read, 'imported') };
}

async function readFiles(files: readonly NamedFile[]): Promise<readonly ReadFile[]> {
  const read: ReadFile[] = [];
  for (const { name: path, bytes } of files) {
    const name = path.replace(/^.*[\\/]/, '');
    read.push({ path, name, array: await readIdx(bytes, name) });
  }
  return read;
}

/** The labels that the training files, or the test files, begin with: the same in every copy of the set. */
const firstLabels: readonly { readonly id: IdxSetId; readonly labels: string }[] = [
  { id: 'mnist', labels: '5041921314' },
  { id: 'mnist', labels: '7210414959' },
  { id: 'fashion-mnist', labels: '9003027255' },
  { id: 'fashion-mnist', labels: '9211614657' },
];

function recognise(files: readonly ReadFile[]): IdxSetId | null {
  const named = idxSetIds.find((id) => id.startsWith('emnist-') && files.some(({ name }) => name.startsWith(`${id}-`)));
  if (named !== undefined) return named;
  for (const { array } of files) {
    if (array.shape.length !== 1) continue;
    const begin = array.bytes.subarray(0, 10).join('');
    const known = firstLabels.find(({ labels }) => labels === begin);
    if (known !== undefined) return known.id;
  }
  const path = files.map((file) => file.path.toLowerCase()).join(' ');
  if (path.includes('fashion')) return 'fashion-mnist';
  if (path.includes('kmnist')) return 'kmnist';
  return /(^|[^a-z])mnist/.test(path) ? 'mnist' : null;
}

function publishedFrom(id: IdxSetId, files: readonly ReadFile[], origin: Exclude<DataSetOrigin, 'generated'>): DataSet {
  const title = dataSetTitles[id];
  const found = sorted(files, title, (part) => originalName(id, part));
  const missing = parts.filter((part) => !found.has(part));
  if (missing.length > 0) {
    throw new DataError(
      `${title}: expected four files, found ${found.size === 0 ? 'none' : found.size}; missing: ` +
        `${missing.map((part) => originalName(id, part)).join(', ')} (with .gz or without). ${TOGETHER}`,
    );
  }
  const classes = publishedClasses[id];
  const first = id === 'emnist-letters' ? 1 : 0;
  const original = `Choose the original ${title} files.`;
  const split = (images: Part, labels: Part): LabelledImages => {
    const joined = joinSplit(found.get(images)!, found.get(labels)!, {
      first,
      last: first + classes.length - 1,
      original,
    });
    const [height, width] = joined.shape;
    if (height !== SIDE_PX || width !== SIDE_PX) {
      throw new DataError(
        `${found.get(images)!.name}: expected images of ${SIDE_PX} × ${SIDE_PX} pixels, found ${height} × ${width}. ${original}`,
      );
    }
    if (joined.count < FEWEST_IMAGES) {
      throw new DataError(
        `${found.get(images)!.name}: expected at least ${FEWEST_IMAGES} images, found ${joined.count}. Choose a file with more.`,
      );
    }
    return id.startsWith('emnist-') ? turned(joined) : joined;
  };
  return completeDataSet({
    id,
    title,
    origin,
    classes,
    train: split('train-images', 'train-labels'),
    test: split('t10k-images', 't10k-labels'),
  });
}

/** Classes are as many as the largest label says; a set of one pair holds its test images out. */
function ownFrom(files: readonly ReadFile[]): DataSet {
  const title = 'IDX files';
  const isOnePair = files.length === 2;
  const found = sorted(files, title, (part) => originalName('mnist', part), isOnePair ? 'train' : null);
  const missing = parts.filter((part) => !found.has(part) && !(isOnePair && part.startsWith('t10k')));
  if (missing.length > 0) {
    throw new DataError(
      `${title}: expected images with their labels, for training and for the test or in one pair, found no ` +
        `${missing.map((part) => part.replace('t10k', 'test').replace('-', ' ')).join(', no ')}. ` +
        `Choose the files of images and labels together.`,
    );
  }
  const anything = { first: 0, last: MOST_CLASSES - 1, original: 'Choose files with labels of one byte.' };
  const split = (images: Part, labels: Part): LabelledImages =>
    joinSplit(found.get(images)!, found.get(labels)!, anything);
  const train = split('train-images', 'train-labels');
  const test = isOnePair ? undefined : split('t10k-images', 't10k-labels');
  if (test !== undefined && test.shape.join() !== train.shape.join()) {
    throw new DataError(
      `${found.get('t10k-images')!.name}: expected images of ${train.shape[0]} × ${train.shape[1]} pixels, as in ` +
        `${found.get('train-images')!.name}, found ${test.shape[0]} × ${test.shape[1]}. Choose images of one size.`,
    );
  }
  let largest = 0;
  for (const label of [...(test === undefined ? [] : [test.labels]), train.labels].flatMap((labels) => [
    ...new Set(labels),
  ])) {
    largest = Math.max(largest, label);
  }
  const classes = Array.from({ length: largest + 1 }, (_, label) => `${label}`);
  return completeDataSet({ id: 'own-set', title, origin: 'imported', classes, train, test });
}

/** Each part once. @throws DataError when a name contradicts, or does not say which split it is */
function sorted(
  files: readonly ReadFile[],
  title: string,
  nameOf: (part: Part) => string,
  only: 'train' | null = null,
): Map<Part, ReadFile> {
  const found = new Map<Part, ReadFile>();
  for (const file of files) {
    const part = partOf(file, nameOf, only);
    const other = found.get(part);
    if (other !== undefined) {
      throw new DataError(
        `${title}: expected ${nameOf(part)} once, found it twice: ${other.name} and ${file.name}. Choose only one of them. ${TOGETHER}`,
      );
    }
    found.set(part, file);
  }
  return found;
}

function partOf({ name, array }: ReadFile, nameOf: (part: Part) => string, only: 'train' | null): Part {
  const content = array.shape.length === 3 ? 'images' : 'labels';
  const named = /images|idx3/i.test(name) ? 'images' : /labels|idx1/i.test(name) ? 'labels' : content;
  if (named !== content) {
    throw new DataError(
      `${name}: expected ${named}, as its name says, found ${content} in it. Choose the original files with their original names.`,
    );
  }
  if (only !== null) return `${only}-${content}`;
  const train = /train/i.test(name);
  const test = /t10k|test/i.test(name);
  if (train === test) {
    throw new DataError(
      `${name}: expected “train” or “t10k” in the name, to tell training from test ${content}, found ${train ? 'both' : 'neither'}. ` +
        `Give it its original name, ${nameOf(`train-${content}`)} or ${nameOf(`t10k-${content}`)}.`,
    );
  }
  return `${train ? 'train' : 't10k'}-${content}`;
}

/** Images with their labels, which are counted from 0 then. */
function joinSplit(
  images: ReadFile,
  labels: ReadFile,
  { first, last, original }: { readonly first: number; readonly last: number; readonly original: string },
): LabelledImages {
  const [count = 0, height = 0, width = 0] = images.array.shape;
  if (count === 0 || height === 0 || width === 0 || height > LARGEST_SIDE_PX || width > LARGEST_SIDE_PX) {
    throw new DataError(
      `${images.name}: expected at least one image, with sides from 1 to ${LARGEST_SIDE_PX} pixels, found ${count} of ` +
        `${height} × ${width}. ${original}`,
    );
  }
  const labelCount = labels.array.shape[0]!;
  if (labelCount !== count) {
    throw new DataError(
      `${labels.name}: expected ${count} labels, one for each image of ${images.name}, found ${labelCount}. ` +
        `Choose images and labels of the same set.`,
    );
  }
  const wrong = labels.array.bytes.findIndex((label) => label < first || label > last);
  if (wrong >= 0) {
    throw new DataError(
      `${labels.name}: expected labels from ${first} to ${last}, found ${labels.array.bytes[wrong]!} at place ${wrong}. ${original}`,
    );
  }
  return {
    count,
    shape: [height, width, 1],
    pixels: images.array.bytes,
    labels: first === 0 ? labels.array.bytes : labels.array.bytes.map((label) => label - first),
  };
}

/** Rows and columns exchanged. */
function turned(images: LabelledImages): LabelledImages {
  const { count, shape, pixels } = images;
  const [height, width] = shape;
  const size = height * width;
  const out = new Uint8Array(pixels.length);
  for (let image = 0; image < count; image++) {
    const start = image * size;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) out[start + x * height + y] = pixels[start + y * width + x]!;
    }
  }
  return { ...images, shape: [width, height, 1], pixels: out };
}
