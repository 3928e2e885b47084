/**
 * What a data set is, for everybody: bytes and labels with their names. How it is made or read stands in the files beside this one.
 */

export const dataSetIds = ['digits', 'things', 'mnist'] as const;
export type DataSetId = (typeof dataSetIds)[number];

/** Those that the book makes itself, whenever they are asked for. */
export const generatedIds = ['digits', 'things'] as const satisfies readonly DataSetId[];
export type GeneratedId = (typeof generatedIds)[number];

export function isGenerated(id: DataSetId): id is GeneratedId {
  return generatedIds.some((generated) => generated === id);
}

/** Height, width and channels of the images, known before any is there. */
export const imageShapes: { readonly [K in DataSetId]: LabelledImages['shape'] } = {
  digits: [28, 28, 1],
  things: [32, 32, 3],
  mnist: [28, 28, 1],
};

export function isDataSetId(value: unknown): value is DataSetId {
  return dataSetIds.some((id) => id === value);
}

/** Images of one split. `pixels` holds count × height × width × channels bytes, row-major; `labels` one class index each. */
export interface LabelledImages {
  readonly count: number;
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

export const splitNames = ['train', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

export type DataSetOrigin = 'generated' | 'imported' | 'served';

export interface DataSetInfo {
  readonly id: DataSetId;
  readonly title: string;
  readonly origin: DataSetOrigin;
  readonly classes: readonly string[];
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly counts: Readonly<Record<SplitName, number>>;
  /** Mean and standard deviation of the training pixels, in units of 0 … 255: a network sees (pixel − mean) / deviation. */
  readonly normalization: { readonly mean: number; readonly deviation: number };
}

/** A data set that can be chosen. Its normalization is known only once it is made or read. */
export type DataSetOffer = Omit<DataSetInfo, 'normalization'>;

export interface DataSet {
  readonly info: DataSetInfo;
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/** Thrown by decoders and importers. `message` says file, expected, found and what to do next. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
