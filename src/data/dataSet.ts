/**
 * What a data set is, for everybody: bytes and labels with their names. How it is made or read stands in the files beside this one.
 *
 * Picture: three shelves. What the book makes itself (`generatedIds`), what others published under a name that everybody knows
 * (`publishedIds`), and what the reader brought (`own-…`). The first two are closed lists; the third is as long as the reader likes.
 */

import type { StoredValues } from '../tensor/shape';

/** Those that the book makes itself, whenever they are asked for. */
export const generatedIds = [
  'digits',
  'letters',
  'things',
  'things-64',
  'planes-circles',
  'planes-moons',
  'planes-spirals',
  'planes-xor',
  'planes-gaussians',
  'planes-checkerboard',
  'rhythms',
  'views',
] as const;
export type GeneratedId = (typeof generatedIds)[number];

/** Those that others published: imported from their original files, fetched, or served. */
export const publishedIds = [
  'mnist',
  'fashion-mnist',
  'kmnist',
  'emnist-balanced',
  'emnist-letters',
  'emnist-digits',
  'cifar10',
  'cifar100',
] as const;
export type PublishedId = (typeof publishedIds)[number];

/** `own-` and a slug of a-z, 0-9 and single hyphens: what the reader imported under a name of their own. */
export type OwnId = `own-${string}`;

export type DataSetId = GeneratedId | PublishedId | OwnId;

/** A folder is named after it. */
const MOST_ID_LETTERS = 60;

export function isGenerated(id: unknown): id is GeneratedId {
  return generatedIds.some((generated) => generated === id);
}

export function isPublished(id: unknown): id is PublishedId {
  return publishedIds.some((published) => published === id);
}

export function isOwn(id: unknown): id is OwnId {
  return typeof id === 'string' && id.length <= MOST_ID_LETTERS && /^own(-[a-z0-9]+)+$/.test(id);
}

export function isDataSetId(value: unknown): value is DataSetId {
  return isGenerated(value) || isPublished(value) || isOwn(value);
}

/** Height, width and channels of the images of those whose images are known before any is there. */
export const imageShapes: { readonly [K in GeneratedId | PublishedId]: ImageShape } = {
  digits: [28, 28, 1],
  letters: [28, 28, 1],
  things: [32, 32, 3],
  'things-64': [64, 64, 3],
  'planes-circles': [1, 1, 2],
  'planes-moons': [1, 1, 2],
  'planes-spirals': [1, 1, 2],
  'planes-xor': [1, 1, 2],
  'planes-gaussians': [1, 1, 2],
  'planes-checkerboard': [1, 1, 2],
  rhythms: [1, 192, 1],
  views: [64, 64, 3],
  mnist: [28, 28, 1],
  'fashion-mnist': [28, 28, 1],
  kmnist: [28, 28, 1],
  'emnist-balanced': [28, 28, 1],
  'emnist-letters': [28, 28, 1],
  'emnist-digits': [28, 28, 1],
  cifar10: [32, 32, 3],
  cifar100: [32, 32, 3],
};

/** How many classes those have. */
export const classCounts: { readonly [K in GeneratedId | PublishedId]: number } = {
  digits: 10,
  letters: 10,
  things: 10,
  'things-64': 10,
  'planes-circles': 2,
  'planes-moons': 2,
  'planes-spirals': 2,
  'planes-xor': 2,
  'planes-gaussians': 3,
  'planes-checkerboard': 2,
  rhythms: 6,
  views: 8,
  mnist: 10,
  'fashion-mnist': 10,
  kmnist: 10,
  'emnist-balanced': 47,
  'emnist-letters': 26,
  'emnist-digits': 10,
  cifar10: 10,
  cifar100: 100,
};

/** As people read them, before any is there. */
export const dataSetTitles: { readonly [K in GeneratedId | PublishedId]: string } = {
  digits: 'Digits',
  letters: 'Letters',
  things: 'Things',
  'things-64': 'Things, 64 × 64',
  'planes-circles': 'Planes: circles',
  'planes-moons': 'Planes: moons',
  'planes-spirals': 'Planes: spirals',
  'planes-xor': 'Planes: exclusive or',
  'planes-gaussians': 'Planes: Gaussians',
  'planes-checkerboard': 'Planes: checkerboard',
  rhythms: 'Rhythms',
  views: 'Views',
  mnist: 'MNIST',
  'fashion-mnist': 'Fashion-MNIST',
  kmnist: 'KMNIST',
  'emnist-balanced': 'EMNIST Balanced',
  'emnist-letters': 'EMNIST Letters',
  'emnist-digits': 'EMNIST Digits',
  cifar10: 'CIFAR-10',
  cifar100: 'CIFAR-100',
};

export type ImageShape = readonly [height: number, width: number, channels: number];

/**
 * Images of one split: count × height × width × channels values, row-major, and one class index each. A set that is not of pictures (points
 * in the plane) holds numbers in place of pixels; who does not care which asks `valuesOf`.
 */
export interface LabelledImages {
  readonly count: number;
  readonly shape: ImageShape;
  /** Empty where there are numbers. */
  readonly pixels: Uint8Array;
  readonly numbers?: Float32Array;
  readonly labels: Uint8Array;
}

export const valueKinds = ['bytes', 'numbers'] as const;
export type ValueKind = (typeof valueKinds)[number];

export function valuesOf({ pixels, numbers }: Pick<LabelledImages, 'pixels' | 'numbers'>): StoredValues {
  return numbers ?? pixels;
}

/** Pixels or numbers as they are given: what `valuesOf` gives back. */
export function asValues(values: StoredValues): Pick<LabelledImages, 'pixels' | 'numbers'> {
  return values instanceof Uint8Array ? { pixels: values } : { pixels: new Uint8Array(0), numbers: values };
}

/** Room for so many values of the same kind. */
export function roomLike(values: StoredValues, length: number): StoredValues {
  return values instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
}

/** The bytes in memory of pixels or numbers, to be kept in a file or hashed; not a copy. */
export function bytesOf(values: StoredValues): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** The inverse of `bytesOf`. */
export function valuesFromBytes(bytes: Uint8Array, kind: ValueKind = 'bytes'): StoredValues {
  // Numbers begin at a multiple of four bytes, as a copy does.
  return kind === 'bytes' ? bytes : new Float32Array(bytes.slice().buffer);
}

/** Trained on; looked at while choosing; looked at to report. */
export const splitNames = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

/** Made by the book; brought by the reader; fetched from a public address; from the server beside the book. */
export const dataSetOrigins = ['generated', 'imported', 'fetched', 'served'] as const;
export type DataSetOrigin = (typeof dataSetOrigins)[number];

/** Labels are bytes. */
export const MOST_CLASSES = 256;

export interface DataSetInfo {
  readonly id: DataSetId;
  /** As people read it; of an imported set, the name that the reader gave it. */
  readonly title: string;
  readonly origin: DataSetOrigin;
  /** At most 256. */
  readonly classes: readonly string[];
  readonly shape: ImageShape;
  readonly counts: Readonly<Record<SplitName, number>>;
  /** What the images hold; bytes when left out. */
  readonly values?: ValueKind;
  /**
   * Mean and standard deviation of the training pixels, one number for each channel, in units of 0 … 255 (numbers: in their own): a
   * network sees (value − mean) / deviation.
   */
  readonly normalization: { readonly mean: readonly number[]; readonly deviation: readonly number[] };
  /** Of a set that is kept in the browser: bytes of pixels and labels. */
  readonly sizeBytes?: number;
  /** Of a set that is kept in the browser: SHA-256 of pixels and labels, in hexadecimal. */
  readonly sha256?: string;
  /** Labels that the reader has changed by hand, and that are in force. */
  readonly changedLabels?: number;
}

/** A data set that can be chosen. Its normalization is known only once it is made or read. */
export type DataSetOffer = Omit<DataSetInfo, 'normalization'>;

export interface DataSet extends Readonly<Record<SplitName, LabelledImages>> {
  readonly info: DataSetInfo;
}

/** How many images each split has. */
export function countsOf(splits: Readonly<Record<SplitName, LabelledImages>>): Readonly<Record<SplitName, number>> {
  const { train, validation, test } = splits;
  return { train: train.count, validation: validation.count, test: test.count };
}

/** Thrown by decoders and importers. `message` says file, expected, found and what to do next. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
