/**
 * Looks at what the reader brought, says what it is, and checks it completely. Nothing is kept here: the whole set and its report are handed
 * to the library, which waits for the reader's word.
 *
 * What it is, is told by names and first bytes: a ZIP archive is opened, images make class folders, the names of CIFAR and everything
 * else's beginning say the rest; a table of points is told by its name. A ZIP archive may hold any of the others.
 */

import { sizeOf } from '../content';
import { asValues, DataError, dataSetTitles, roomLike, valuesOf, type DataSet, type PublishedId } from '../dataSet';
import { LARGEST_BYTES } from '../gzip';
import { pointsFrom } from '../planes/points';
import { assembleCifar, cifarIdOf } from './cifar';
import { classCounts } from './complete';
import { checkPaths, isClutter } from './filePaths';
import { readIdxFiles, type NamedFile } from './idxFamily';
import { assembleImages, isImageName, layoutOf, splitNotes, type DecodeImage, type ImageFile } from './imageFolder';
import {
  usualChoices,
  type ImportChoices,
  type ImportedFile,
  type ImportPreview,
  type ImportProgress,
  type ImportReport,
  type PreparedImport,
} from './importReport';
import { readPointTable } from './pointTable';
import { isZip, openZip } from './zip';

const MOST_PREVIEWS = 24;
const MOST_POINTS_PREVIEWED = 500;

/** A file of the reader's, or of an archive. */
interface Source extends ImageFile {
  readonly sizeBytes: number;
}

/** @throws DataError when the files make no data set; the message says what was expected of which file */
export async function prepareImport(
  files: readonly ImportedFile[],
  choices: ImportChoices | null,
  onProgress: ImportProgress,
  signal: AbortSignal,
  decode: DecodeImage,
): Promise<PreparedImport> {
  checkPaths(
    files.map(({ path }) => path),
    'The chosen files',
  );
  const useful = files.filter(({ path }) => !isClutter(path));
  const [first] = useful;
  if (first === undefined) {
    throw new DataError('Expected files to import, found none. Choose files, or a folder with images.');
  }
  const archived = useful.length === 1 && isZip(new Uint8Array(await first.file.slice(0, 4).arrayBuffer()));
  const sources: readonly Source[] = archived
    ? await openZip(first.file, nameOf(first.path))
    : useful.map(({ path, file }) => ({ path, sizeBytes: file.size, read: () => Promise.resolve(file) }));
  signal.throwIfAborted();
  const where = archived ? nameOf(first.path) : 'The chosen files';
  const within = archived ? ', in a ZIP archive' : '';
  const names = sources.map(({ path }) => path);
  if (names.some(isImageName)) {
    const inForce = choices ?? usualChoices;
    const layout = layoutOf(sources, where);
    const { dataSet, undecodable } = await assembleImages(layout, inForce, where, decode, onProgress, signal);
    const others = sources.length - layout.images.length;
    return prepared(dataSet, {
      published: null,
      format: `Images in class folders${within}`,
      suggestedName: folderName(archived ? first.path.replace(/\.zip$/i, '') : first.path),
      choices: inForce,
      undecodable,
      notes: [
        ...splitNotes(layout),
        ...(others === 0 ? [] : [`${others} files that are no images were not looked at.`]),
      ],
    });
  }
  const cifar = cifarIdOf(names);
  const read = await readWhole(sources, where, onProgress, signal);
  if (cifar !== null) {
    const { dataSet, notes } = await assembleCifar(cifar, read, 'imported');
    return prepared(dataSet, { published: cifar, format: `${dataSetTitles[cifar]}, binary version${within}`, notes });
  }
  if (names.some(isTableName)) return preparedTable(read, within, where);
  const { id, dataSet } = await readIdxFiles(read);
  const format = id === null ? 'IDX files' : `${dataSetTitles[id]}, four IDX files`;
  return prepared(dataSet, { published: id, format: `${format}${within}` });
}

function isTableName(path: string): boolean {
  return /\.(csv|tsv)$/i.test(path);
}

/** One table is one set; the splits are held out of it. */
function preparedTable(read: readonly NamedFile[], within: string, where: string): PreparedImport {
  const [file, second] = read;
  if (file === undefined || second !== undefined) {
    throw new DataError(
      `${where}: expected a table of points to come alone, found ${read.length} files, among them ` +
        `${read.find(({ name }) => isTableName(name))!.name}. Choose one table, or the files of another data set.`,
    );
  }
  const fileName = nameOf(file.name);
  const { columns, classes, points, labels } = readPointTable(file.bytes, fileName);
  const list = Array.from(labels, (label, k) => ({ coordinates: [points[2 * k]!, points[2 * k + 1]!], label }));
  const dataSet = pointsFrom(list, { id: 'own-points', title: fileName, classes });
  return prepared(dataSet, {
    published: null,
    format: `Table of points${within}`,
    suggestedName: fileName.slice(0, -'.csv'.length).slice(0, 60).trim() || 'Points',
    notes: [
      `The columns ${columns[0]} and ${columns[1]} are the two numbers of a point; the third names its class.`,
      'A table has no splits: some of its points are held out for validation and test.',
    ],
  });
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, '');
}

/** The folder around everything, or the file itself, as the first proposal of a name. */
function folderName(path: string): string {
  const [top = ''] = path.split('/');
  return top.slice(0, 60).trim() || 'Images';
}

async function readWhole(
  files: readonly Source[],
  where: string,
  onProgress: ImportProgress,
  signal: AbortSignal,
): Promise<readonly NamedFile[]> {
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total > 2 * LARGEST_BYTES) {
    throw new DataError(
      `${where}: expected data files of at most ${2 * LARGEST_BYTES} bytes in all, found ${total}. Choose the files of one data set.`,
    );
  }
  const read: NamedFile[] = [];
  let done = 0;
  for (const file of files) {
    onProgress('Reading files', done, total);
    read.push({ name: file.path, bytes: new Uint8Array(await (await file.read()).arrayBuffer()) });
    signal.throwIfAborted();
    done += file.sizeBytes;
  }
  onProgress('Reading files', total, total);
  return read;
}

interface Findings extends Partial<Pick<ImportReport, 'choices' | 'undecodable' | 'notes' | 'suggestedName'>> {
  readonly published: PublishedId | null;
  readonly format: string;
}

function prepared(dataSet: DataSet, findings: Findings): PreparedImport {
  const { info } = dataSet;
  const classes = classCounts(dataSet);
  const empty = classes.filter(({ counts }) => counts.train === 0).map(({ name }) => name);
  const notes = [
    ...(findings.notes ?? []),
    ...(empty.length === 0
      ? []
      : [`No training ${info.values === 'numbers' ? 'point' : 'image'} is of the class ${empty.join(', ')}.`]),
  ];
  const report: PreparedImport['report'] = {
    choices: null,
    undecodable: [],
    suggestedName: info.title,
    ...findings,
    notes,
    shape: info.shape,
    classes,
    counts: info.counts,
    sizeBytes: sizeOf(dataSet),
    preview: previewOf(dataSet),
  };
  return { report, dataSet };
}

/** The first training images, as far as possible of every class in turn; of points more, because they are seen in one picture. */
function previewOf({ info, train }: DataSet): ImportPreview {
  const most = info.values === 'numbers' ? MOST_POINTS_PREVIEWED : MOST_PREVIEWS;
  const size = info.shape[0] * info.shape[1] * info.shape[2];
  const ofClass = info.classes.map((): number[] => []);
  for (let index = 0; index < train.count; index++) {
    const places = ofClass[train.labels[index]!]!;
    if (places.length < most) places.push(index);
  }
  const inTurn = Array.from({ length: most }, (_, round) =>
    ofClass.flatMap((places) => places.slice(round, round + 1)),
  );
  const indices = inTurn.flat().slice(0, most);
  const values = valuesOf(train);
  const chosen = roomLike(values, indices.length * size);
  indices.forEach((index, place) => chosen.set(values.subarray(index * size, (index + 1) * size), place * size));
  return { shape: info.shape, ...asValues(chosen), labels: Uint8Array.from(indices, (index) => train.labels[index]!) };
}
