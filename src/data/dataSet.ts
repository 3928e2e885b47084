/**
 * What a data set is, for everybody: bytes and labels with their names. How it is made or read stands in the files beside this one.
 */

export const dataSetIds = ['digits', 'mnist'] as const;
export type DataSetId = (typeof dataSetIds)[number];

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

export interface DataSet {
  readonly info: DataSetInfo;
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/** Thrown by decoders and importers. `message` says file, expected, found and what to do next. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
