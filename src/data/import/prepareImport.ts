/**
 * Looks at what the reader brought, says what it is, and checks it completely. Nothing is kept here: the whole set and its report are handed
 * to the library, which waits for the reader's word.
 */

import { DataError, dataSetTitles, splitNames, type DataSet, type PublishedId } from '../dataSet';
import { classCounts } from './complete';
import { readIdxFiles, type NamedFile } from './idxFamily';
import type {
  ImportChoices,
  ImportedFile,
  ImportPreview,
  ImportProgress,
  ImportReport,
  PreparedImport,
} from './importReport';

const MOST_PREVIEWS = 24;

/** @throws DataError when the files make no data set; the message says what was expected of which file */
export async function prepareImport(
  files: readonly ImportedFile[],
  _choices: ImportChoices | null,
  onProgress: ImportProgress,
  signal: AbortSignal,
): Promise<PreparedImport> {
  if (files.length === 0)
    throw new DataError('Expected files to import, found none. Choose files, or a folder with images.');
  const read = await readWhole(files, onProgress, signal);
  const { id, dataSet } = await readIdxFiles(read);
  return prepared(dataSet, {
    published: id,
    format: id === null ? 'IDX files' : `${dataSetTitles[id]}, four IDX files`,
  });
}

async function readWhole(
  files: readonly ImportedFile[],
  onProgress: ImportProgress,
  signal: AbortSignal,
): Promise<readonly NamedFile[]> {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const read: NamedFile[] = [];
  let done = 0;
  for (const { path, file } of files) {
    onProgress('Reading files', done, total);
    read.push({ name: path, bytes: new Uint8Array(await file.arrayBuffer()) });
    signal.throwIfAborted();
    done += file.size;
  }
  onProgress('Reading files', total, total);
  return read;
}

interface Findings extends Partial<Pick<ImportReport, 'choices' | 'undecodable' | 'notes'>> {
  readonly published: PublishedId | null;
  readonly format: string;
}

function prepared(dataSet: DataSet, findings: Findings): PreparedImport {
  const { info } = dataSet;
  const sizeBytes = splitNames.reduce(
    (sum, split) => sum + dataSet[split].pixels.length + dataSet[split].labels.length,
    0,
  );
  const report: PreparedImport['report'] = {
    choices: null,
    undecodable: [],
    notes: [],
    ...findings,
    suggestedName: info.title,
    shape: info.shape,
    classes: classCounts(dataSet),
    counts: info.counts,
    sizeBytes,
    preview: previewOf(dataSet),
  };
  return { report, dataSet };
}

/** The first training images, as far as possible of every class in turn. */
function previewOf({ info, train }: DataSet): ImportPreview {
  const size = info.shape[0] * info.shape[1] * info.shape[2];
  const ofClass = info.classes.map((): number[] => []);
  for (let index = 0; index < train.count; index++) {
    const places = ofClass[train.labels[index]!]!;
    if (places.length < MOST_PREVIEWS) places.push(index);
  }
  const inTurn = Array.from({ length: MOST_PREVIEWS }, (_, round) =>
    ofClass.flatMap((places) => places.slice(round, round + 1)),
  );
  const indices = inTurn.flat().slice(0, MOST_PREVIEWS);
  const pixels = new Uint8Array(indices.length * size);
  indices.forEach((index, place) => pixels.set(train.pixels.subarray(index * size, (index + 1) * size), place * size));
  return { shape: info.shape, pixels, labels: Uint8Array.from(indices, (index) => train.labels[index]!) };
}
