/**
 * `npm run data -- mnist fashion-mnist cifar10`: puts original files into `public/data/`, so that everybody who reads the book from this
 * server finds these sets there without an import. They are fetched from where they were published, or taken from a folder.
 *
 * Fetched files must have the published hashes. Files from a folder may have others (packed anew, or only a part of the set): they are
 * taken when their content fits together, and the difference is told. Files are put into a temporary folder beside their
 * place, which is renamed at the end, so that nothing half-written is ever served. An interrupted fetch goes on where it was.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DataError } from '../src/data/dataSet';
import { digestNames, digestOf } from '../src/data/digest';
import type { Patience } from '../src/data/download';
import { fetchPublished } from '../src/data/fetchPublished';
import { assemblePublished } from '../src/data/import/assemblePublished';
import {
  fetchableIds,
  isFetchable,
  publishedSets,
  publishedSource,
  type FetchableId,
  type PublishedSet,
  type PublishedSets,
} from '../src/data/published';
import type { ServedIndex } from '../src/data/served';
import { nearestName } from '../src/lessons/nearestName';
import { partialFiles } from './partialFiles';

const usage = `Usage: npm run data -- <data set> … [--from <folder>]

  Data sets: ${fetchableIds.join(', ')}. They are put into public/data/, for everybody who reads the book from this server.

  Without --from they are fetched from where they were published; size and hash of every file must be the published ones. An
  interrupted fetch goes on when the same command is given again.

  With --from nothing is fetched: <folder>, or the folder in it that has the data set's name, holds the original files, packed or not:
    mnist, fashion-mnist   train-images-idx3-ubyte  train-labels-idx1-ubyte  t10k-images-idx3-ubyte  t10k-labels-idx1-ubyte
    cifar10                cifar-10-binary.tar.gz, or data_batch_1.bin … and test_batch.bin`;

/** A wrong call; the usage is printed below it. */
class UsageError extends Error {}

export interface DataProgramOptions {
  /** `data/` is made in it. */
  readonly publicFolder: string;
  /** Where unfinished downloads wait. */
  readonly partsFolder: string;
  readonly print: (line: string) => void;
  /** Shown in place of the one before. */
  readonly printProgress?: (line: string) => void;
  readonly sets?: PublishedSets;
  readonly patience?: Patience;
  readonly signal?: AbortSignal;
}

/** @returns the exit status: 0 done, 1 something could not be fetched or is wrong, 2 wrong call, 130 interrupted */
export async function dataProgram(words: readonly string[], options: DataProgramOptions): Promise<number> {
  const { print, sets = publishedSets } = options;
  if (words.includes('--help')) {
    print(usage);
    return 0;
  }
  let call: Call;
  try {
    call = readWords(words);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    print(`${error.message}\n\n${usage}`);
    return 2;
  }
  let status = 0;
  for (const id of call.ids) {
    try {
      await (call.from === null ? fetchSet(sets[id], options) : takeSet(sets[id], call.from, options));
    } catch (error) {
      if (options.signal?.aborted === true) {
        print('Interrupted. What has come is kept: the same command goes on from there.');
        return 130;
      }
      if (!(error instanceof DataError)) throw error;
      print(`${error.message}\nNothing was changed.`);
      status = 1;
    }
  }
  return status;
}

interface Call {
  readonly ids: readonly FetchableId[];
  readonly from: string | null;
}

function readWords(words: readonly string[]): Call {
  const ids: FetchableId[] = [];
  let from: string | null = null;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--from') {
      if (from !== null) throw new UsageError('Expected --from once, found it twice.');
      from = folderAfterFrom(rest.shift());
    } else if (word.startsWith('-')) {
      throw new UsageError(`Expected names of data sets, --from or --help, found “${word}”.`);
    } else if (!isFetchable(word)) {
      const near = nearestName(word, fetchableIds);
      throw new UsageError(
        `Expected one of ${fetchableIds.join(', ')}, found “${word}”.${near === undefined ? '' : ` Did you mean ${near}?`}`,
      );
    } else if (!ids.includes(word)) {
      ids.push(word);
    }
  }
  if (ids.length === 0) throw new UsageError('Expected the name of a data set, found nothing.');
  return { ids, from };
}

function folderAfterFrom(folder: string | undefined): string {
  if (folder === undefined) throw new UsageError('Expected a folder after --from, found nothing.');
  if (!existsSync(folder)) throw new UsageError(`Expected a folder at ${resolve(folder)}, found nothing there.`);
  if (!statSync(folder).isDirectory()) throw new UsageError(`Expected a folder at ${resolve(folder)}, found a file.`);
  return folder;
}

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function fetchSet(set: PublishedSet, options: DataProgramOptions): Promise<void> {
  const { partsFolder, print, printProgress, patience, signal } = options;
  const { sizeBytes } = publishedSource(set);
  const size = sizeBytes === null ? 'whose size was not published' : `${count(sizeBytes)} bytes`;
  print(`${set.title}: ${set.files.length === 1 ? '1 file' : `${set.files.length} files`}, ${size}, from`);
  for (const { folder } of set.addresses) print(`  ${folder}`);
  const { files, forget } = await fetchPublished(set, {
    parts: partialFiles(partsFolder),
    inPage: false,
    advice: `Try again later, or fetch it by other means and give its folder: npm run data -- ${set.id} --from <folder>.`,
    onNotice: print,
    onProgress: ({ doneBytes, totalBytes, file }) => {
      const part =
        totalBytes === null ? '' : ` of ${count(totalBytes)} (${Math.floor((100 * doneBytes) / totalBytes)} %)`;
      printProgress?.(`${set.title}: ${count(doneBytes)}${part} bytes, ${file}`);
    },
    ...(patience === undefined ? {} : { patience }),
    signal,
  });
  await place(set, files, options);
  print('Their hashes are the published ones.');
  await forget();
}

async function takeSet(set: PublishedSet, from: string, options: DataProgramOptions): Promise<void> {
  const own = join(from, set.id);
  const folder = existsSync(own) && statSync(own).isDirectory() ? own : from;
  const files = readdirSync(folder)
    .filter((name) => wantedNames[set.id].test(name))
    .sort()
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
  await place(set, files, options);
  for (const note of comparison(set, files)) options.print(note);
}

const idxNames = /idx[13][-.]?ubyte(\.gz)?$/i;
/** Of the files in a folder, those that may be the set's. */
const wantedNames: Readonly<Record<FetchableId, RegExp>> = {
  mnist: idxNames,
  'fashion-mnist': idxNames,
  cifar10: /^(cifar-10-binary\.tar(\.gz)?|(data_batch_[1-5]|test_batch)\.bin(\.gz)?)$/i,
};

/** What the hashes of files from a folder say. */
function comparison({ files: published }: PublishedSet, files: readonly NamedBytes[]): string[] {
  const known = files.flatMap(({ name, bytes }) => {
    const original = published.find((file) => file.name === name);
    if (original === undefined) return [];
    const { kind, hex } = original.digest;
    const found = digestOf(kind, bytes);
    return [{ name, kind, hex, found }];
  });
  const others = known.filter(({ hex, found }) => hex !== found);
  if (known.length === published.length && others.length === 0) return ['Their hashes are the published ones.'];
  const notes = others.map(
    ({ name, kind, hex, found }) =>
      `Note: ${name} has the ${digestNames[kind]} ${found}, the published file ${hex}. It was taken as it is: packed anew, or a part of the set.`,
  );
  if (known.length < files.length) {
    notes.push(
      'Note: hashes were published of the packed files with their original names only; the others were not compared.',
    );
  }
  return notes;
}

/** Checks everything, then puts the files in the place of what was there. */
async function place(
  { id, title }: PublishedSet,
  files: readonly NamedBytes[],
  { publicFolder, print }: DataProgramOptions,
): Promise<void> {
  const { info } = await assemblePublished(id, files, 'served');
  const index: ServedIndex = {
    version: 1,
    info,
    files: files.map(({ name, bytes }) => ({
      name,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };

  const home = join(publicFolder, 'data');
  mkdirSync(home, { recursive: true });
  const temporary = mkdtempSync(join(home, `.${id}-`));
  try {
    for (const { name, bytes } of files) writeFileSync(join(temporary, name), bytes);
    writeFileSync(join(temporary, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
    const to = join(home, id);
    rmSync(to, { recursive: true, force: true });
    renameSync(temporary, to);
    const { train, validation, test } = info.counts;
    print(
      `${title}: ${count(train)} training, ${count(validation)} validation and ${count(test)} test images are in ${to}.`,
    );
    print(`They are offered as “${title}” after the next npm run build (at once in npm run dev).`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function count(number: number): string {
  return number.toLocaleString('en');
}

/** On a terminal in place; elsewhere one line for every tenth part of a file. */
function progressPrinter(): (line: string) => void {
  if (process.stdout.isTTY)
    return (line) => process.stdout.write(`\r${line.slice(0, process.stdout.columns - 1)}\u001b[K`);
  let last = '';
  return (line) => {
    const tenth = line.replace(/^.*?(?:\((\d*?)\d %\))? bytes, /, '$1 ');
    if (tenth !== last) console.log(line);
    last = tenth;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const controller = new AbortController();
  // A second time ends the program at once.
  process.once('SIGINT', () => controller.abort());
  const endLine = process.stdout.isTTY ? '\r\u001b[K' : '';
  process.exitCode = await dataProgram(process.argv.slice(2), {
    publicFolder: join(root, 'public'),
    partsFolder: join(root, '.cache/data'),
    print: (line) => console.log(`${endLine}${line}`),
    printProgress: progressPrinter(),
    signal: controller.signal,
  });
}
