/**
 * A shelf without storage, decoders or network, for tests of the data dialog: it writes down what was asked, and every answer waits
 * until the test gives it. Never part of the book.
 */

import type { DataSetId, DataSetInfo, DataSetOffer } from '../../data/dataSet';
import type { ImportChoices, ImportedFile, ImportReport } from '../../data/import/importReport';
import { publishedSources } from '../../data/published';
import type { DataShelf, ShelfProgress, ShelfSpace } from '../../lab/dataShelf';
import type { PickedFile } from '../../ui/droppedFiles';

export interface Question {
  readonly words: string;
  readonly progress: ShelfProgress;
  readonly signal: AbortSignal | null;
  readonly answer: (value?: unknown) => void;
  readonly fail: (message: string) => void;
}

export interface FakeShelf {
  readonly port: DataShelf;
  /** Questions that wait, and those that were answered, in order. */
  readonly questions: readonly Question[];
  /** What was asked, in words. */
  asked(): readonly string[];
  /** The last question that was asked. */
  last(): Question;
  kept: readonly DataSetOffer[];
  space: ShelfSpace;
  /** What was given up still tells its progress and is answered later, as by an engine that was too busy to hear of it. */
  isLateToHear: boolean;
}

export function fakeShelf(): FakeShelf {
  const questions: Question[] = [];
  const ask = <Answer>(
    words: string,
    progress: ShelfProgress = () => undefined,
    signal: AbortSignal | null = null,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => {
        if (!shelf.isLateToHear) reject(new DOMException('Given up.', 'AbortError'));
      });
      questions.push({
        words,
        progress,
        signal,
        answer: (value) => resolve(value as Answer),
        fail: (message) => reject(new Error(message)),
      });
    });
  const paths = (files: readonly ImportedFile[]): string => files.map(({ path }) => path).join(' ');
  const how = (choices: ImportChoices | null): string =>
    choices === null ? 'as it comes' : `${choices.side} ${choices.fit} ${choices.colour}`;
  const shelf: FakeShelf = {
    questions,
    asked: () => questions.map(({ words }) => words),
    last() {
      const question = questions.at(-1);
      if (question === undefined) throw new Error('Nothing was asked.');
      return question;
    },
    kept: [],
    space: { usedBytes: 12_300_000, quotaBytes: 10_200_000_000, isPersistent: false },
    isLateToHear: false,
    port: {
      sources: publishedSources(),
      inspect: (files, choices, progress, signal) => ask(`inspect ${paths(files)}, ${how(choices)}`, progress, signal),
      keep: ({ proposal }, { name, leaveOut }, signal) =>
        ask(`keep ${proposal} as ${name}${leaveOut ? ', without what does not decode' : ''}`, undefined, signal),
      drop: ({ proposal }) => ask(`drop ${proposal}`),
      fetch: (id, progress, signal) => ask(`fetch ${id}`, progress, signal),
      list: () => Promise.resolve(shelf.kept),
      rename: (id, name) => ask(`rename ${id} to ${name}`),
      remove: (id) => ask(`remove ${id}`),
      space: () => Promise.resolve(shelf.space),
      persist: () => ask('persist'),
    },
  };
  return shelf;
}

export function filesNamed(...paths: readonly string[]): readonly PickedFile[] {
  return paths.map((path) => ({ path, file: new File(['x'], path) }));
}

/** Six images of two animals, 4 × 4 in colour, in a made-up ZIP archive. */
export const animals: ImportReport = {
  proposal: 1,
  format: 'A ZIP archive of images in class folders',
  published: null,
  suggestedName: 'animals',
  shape: [4, 4, 3],
  classes: [
    { name: 'cats', counts: { train: 2, validation: 1, test: 0 } },
    { name: 'dogs', counts: { train: 2, validation: 0, test: 1 } },
  ],
  counts: { train: 4, validation: 1, test: 1 },
  sizeBytes: 294,
  choices: { side: 4, fit: 'cover', colour: 'colour' },
  preview: {
    shape: [4, 4, 3],
    pixels: Uint8Array.from({ length: 96 }, (_, index) => (index * 5) % 256),
    labels: Uint8Array.of(0, 1),
  },
  undecodable: [],
  notes: [],
};

export function offerOf(id: DataSetId, title: string, change: Partial<DataSetOffer> = {}): DataSetOffer {
  return {
    id,
    title,
    origin: 'imported',
    classes: ['cats', 'dogs'],
    shape: [4, 4, 3],
    counts: { train: 4, validation: 1, test: 1 },
    sizeBytes: 294,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    ...change,
  };
}

export function infoOf(id: DataSetId, title: string): DataSetInfo {
  return { ...offerOf(id, title), normalization: { mean: [0, 0, 0], deviation: [1, 1, 1] } };
}
