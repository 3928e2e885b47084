/**
 * `npm run data -- mnist --from <folder>`: puts the original MNIST files into `public/data/`, so that everybody who reads the book from
 * this server finds MNIST there without an import.
 *
 * The four files are checked completely first; they are copied into a temporary folder beside their place, which is renamed at the
 * end, so that nothing half-written is ever served. Deliberately not here: fetching from the network.
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
import { assemblePublished } from '../src/data/import/assemblePublished';
import type { ServedIndex } from '../src/data/served';

const usage = `Usage: npm run data -- mnist --from <folder>

  <folder> holds the four original files of MNIST, packed with gzip or not:
    train-images-idx3-ubyte  train-labels-idx1-ubyte  t10k-images-idx3-ubyte  t10k-labels-idx1-ubyte
  They are checked and copied to public/data/mnist/. Nothing is fetched from the network, so --from is needed.`;

/** A wrong call; the usage is printed below it. */
class UsageError extends Error {}

/** @returns the exit status: 0 done, 1 wrong files, 2 wrong call */
export async function dataProgram(
  words: readonly string[],
  publicFolder: string,
  print: (line: string) => void,
): Promise<number> {
  try {
    if (words.includes('--help')) {
      print(usage);
      return 0;
    }
    const { from } = readWords(words);
    await copyMnist(from, publicFolder, print);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      print(`${error.message}\n\n${usage}`);
      return 2;
    }
    if (error instanceof DataError) {
      print(`${error.message}\nNothing was changed.`);
      return 1;
    }
    throw error;
  }
}

function readWords(words: readonly string[]): { from: string } {
  const [dataSet, option, folder, ...rest] = words;
  if (dataSet === undefined) throw new UsageError('Expected the name of a data set, found nothing.');
  if (dataSet !== 'mnist')
    throw new UsageError(`Expected the data set mnist, found “${dataSet}”. No other is served yet.`);
  if (option !== '--from') {
    throw new UsageError(
      `Expected --from and a folder after mnist, found ${option === undefined ? 'nothing' : `“${option}”`}.`,
    );
  }
  if (folder === undefined) throw new UsageError('Expected a folder after --from, found nothing.');
  if (rest.length > 0) throw new UsageError(`Expected nothing after the folder, found “${rest.join(' ')}”.`);
  if (!existsSync(folder)) throw new UsageError(`Expected a folder at ${resolve(folder)}, found nothing there.`);
  if (!statSync(folder).isDirectory()) throw new UsageError(`Expected a folder at ${resolve(folder)}, found a file.`);
  return { from: folder };
}

async function copyMnist(from: string, publicFolder: string, print: (line: string) => void): Promise<void> {
  const files = readdirSync(from)
    .filter((name) => /idx[13][-.]?ubyte(\.gz)?$/i.test(name))
    .sort()
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(from, name))) }));
  const { info } = await assemblePublished('mnist', files, 'served');
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
  const temporary = mkdtempSync(join(home, '.mnist-'));
  try {
    for (const { name, bytes } of files) writeFileSync(join(temporary, name), bytes);
    writeFileSync(join(temporary, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
    const place = join(home, 'mnist');
    rmSync(place, { recursive: true, force: true });
    renameSync(temporary, place);
    const { train, validation, test } = info.counts;
    const count = (images: number): string => images.toLocaleString('en');
    print(
      `MNIST: ${count(train)} training, ${count(validation)} validation and ${count(test)} test images are in ${place}.`,
    );
    print('They are offered as “MNIST” after the next npm run build (at once in npm run dev).');
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const publicFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../public');
  process.exitCode = await dataProgram(process.argv.slice(2), publicFolder, (line) => console.log(line));
}
