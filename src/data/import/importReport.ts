/**
 * What passes between the reader and an import: the files, the choices that images leave open, and what was found. Plain data; nothing here
 * computes.
 */

import type { DataSet, ImageShape, PublishedId, SplitName } from '../dataSet';

/** A file as it was dropped or picked. */
export interface ImportedFile {
  /** With `/` between folders; the name alone for a file that came alone. */
  readonly path: string;
  readonly file: Blob;
}

export const fitNames = ['cover', 'contain'] as const;
export const colourNames = ['grey', 'colour'] as const;

/** How images of all sizes become images of one. */
export interface ImportChoices {
  /** Height and width, pixels. */
  readonly side: number;
  /** `cover` fills the square and cuts what stands over; `contain` shows the whole and leaves the rest black. */
  readonly fit: (typeof fitNames)[number];
  readonly colour: (typeof colourNames)[number];
}

/** Sides that can be chosen. */
export const SMALLEST_SIDE_PX = 8;
export const LARGEST_SIDE_PX = 224;

export const usualChoices: ImportChoices = { side: 32, fit: 'cover', colour: 'colour' };

/** Images as they will be; of points some hundreds, to be seen in one picture. */
export interface ImportPreview {
  readonly shape: ImageShape;
  /** Empty where there are numbers. */
  readonly pixels: Uint8Array;
  readonly numbers?: Float32Array;
  readonly labels: Uint8Array;
}

/** What the reader's files turned out to be, checked completely. Nothing is kept yet. */
export interface ImportReport {
  /** Names it in `keepImport`. */
  readonly proposal: number;
  /** `MNIST, four IDX files` */
  readonly format: string;
  /** The published set that these files are, which keeps its own name; null: the reader names it. */
  readonly published: PublishedId | null;
  readonly suggestedName: string;
  readonly shape: ImageShape;
  readonly classes: readonly { readonly name: string; readonly counts: Readonly<Record<SplitName, number>> }[];
  readonly counts: Readonly<Record<SplitName, number>>;
  /** What it will take when it is kept. */
  readonly sizeBytes: number;
  /** Those in force; null where the format leaves nothing to choose. */
  readonly choices: ImportChoices | null;
  /** A few images; null where there is nothing to show. */
  readonly preview: ImportPreview | null;
  /** Images that cannot be read. They are left out only where the reader says so. */
  readonly undecodable: readonly { readonly path: string; readonly reason: string }[];
  /** Things to know that are no obstacle, in words. */
  readonly notes: readonly string[];
}

/** What the reader says to a report. */
export interface ImportConsent {
  /** Of a published set it changes nothing. */
  readonly name: string;
  /** Images that cannot be read are left out. */
  readonly leaveOut: boolean;
}

/** Found, and held until the reader has decided. Its id and title are settled when it is kept. */
export interface PreparedImport {
  readonly report: Omit<ImportReport, 'proposal'>;
  readonly dataSet: DataSet;
}

/** `total` is null where nobody knows it. */
export type ImportProgress = (task: string, done: number, total: number | null) => void;
