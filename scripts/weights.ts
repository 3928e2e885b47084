/**
 * `npm run weights -- NAME…`: trains networks of the book and writes what it ships of them into `public/weights/`.
 *
 * A network is trained as its recipe says (`weights/recipes.ts`), on the `wasm` executor, and can be stopped with Ctrl+C at any time: the
 * next call goes on from there. Deliberately not here: the recipes, and how a step is taken.
 */
import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { DataError, type DataSet } from '../src/data/dataSet';
import { measureNormalization } from '../src/data/normalization';
import { createWasmExecutor } from '../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../src/engine/executors/wasm/loadModuleInNode';
import { startTeamInNode } from '../src/engine/executors/wasm/startThreadsInNode';
import { nearestName } from '../src/network/specError';
import { networkNamed } from '../src/network/zoo';
import { cardsIn, finish, imagesHash, sha256, writeWeights } from './weights/finish';
import { imagesFor } from './weights/images';
import { recipes, type Recipe } from './weights/recipes';
import { train } from './weights/train';

const usage = `Usage: npm run weights -- NAME… [--threads N] [--data FOLDER] [--fresh]

  NAME       ${recipes.map(({ name }) => name).join(', ')}, or all
  --threads  how many threads work on a step (1; the numbers are the same for any)
  --data     the folder with mnist/ and cifar10/ in it (BOOK_DATA, else ../shared/data)
  --fresh    begins anew instead of going on from an earlier call
  --list     says what is there already`;

/** A wrong call; the usage is printed below it. */
class UsageError extends Error {}

export interface WeightsOptions {
  /** `public/weights` */
  readonly folder: string;
  /** Where unfinished training is kept. */
  readonly checkpoints: string;
  readonly dataFolder: string;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
  /** `2026-11-21` */
  readonly date: string;
  /** Others in tests. */
  readonly recipes?: readonly Recipe[];
  readonly onStep?: (step: number) => void;
}

/** @returns the exit status: 0 done, 1 what went wrong was said, 2 wrong call, 130 stopped */
export async function weightsProgram(words: readonly string[], options: WeightsOptions): Promise<number> {
  const { print, folder } = options;
  try {
    const { names, threads, dataFolder, isFresh, isList, isHelp } = readWords(words, options);
    if (isHelp) print(usage);
    else if (isList) {
      for (const { name, accuracy, file } of cardsIn(folder)) {
        print(
          `${name}: ${(100 * accuracy.fraction).toFixed(2)} % of ${accuracy.images} test images, ${file.bytes} bytes`,
        );
      }
    } else {
      for (const recipe of names) await make(recipe, { ...options, dataFolder, threads, isFresh });
    }
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      print(`${error.message}\n\n${usage}`);
      return 2;
    }
    if (options.signal.aborted) {
      print('Stopped. What is done is kept: the same command goes on from there.');
      return 130;
    }
    if (error instanceof DataError) {
      print(error.message);
      return 1;
    }
    throw error;
  }
}

interface Asked extends WeightsOptions {
  readonly threads: number;
  readonly isFresh: boolean;
}

async function make(
  recipe: Recipe,
  { folder, checkpoints, dataFolder, print, signal, onStep, date, threads, isFresh }: Asked,
): Promise<void> {
  const checkpointFile = join(checkpoints, recipe.name);
  if (isFresh) rmSync(checkpointFile, { force: true });
  print(`${recipe.name}: reads or makes the images.`);
  const images = await imagesFor(recipe, dataFolder);
  const spec = networkNamed(recipe.network);
  const info: DataSet['info'] = {
    id: recipe.dataSet,
    title: images.title,
    origin: 'imported',
    classes: images.classes,
    shape: images.train.shape,
    counts: { train: images.train.count, validation: images.test.count, test: images.test.count },
    normalization: measureNormalization(images.train),
  };
  const team = threads > 1 ? await startTeamInNode(threads) : null;
  const executor = createWasmExecutor(team ?? (await loadKernelModule()));
  try {
    const fingerprint = sha256(JSON.stringify({ recipe, spec, images: imagesHash(images) }));
    const trained = await train({
      recipe,
      spec,
      images,
      info,
      executor,
      fingerprint,
      checkpointFile,
      print,
      signal,
      onStep,
    });
    print(`${recipe.name}: is measured on ${images.test.count} test images.`);
    const { card, file } = await finish({ recipe, spec, trained, images, info, executor, threads, date });
    writeWeights(folder, card, file);
    const { accuracy } = card;
    print(
      `${recipe.name}: ${accuracy.right} of ${accuracy.images} test images right (${(100 * accuracy.fraction).toFixed(2)} %), ${file.length} bytes, in ${join(folder, recipe.name)}.`,
    );
  } finally {
    executor.dispose();
  }
}

function readWords(
  words: readonly string[],
  { dataFolder, recipes: known = recipes }: WeightsOptions,
): {
  readonly names: readonly Recipe[];
  readonly threads: number;
  readonly dataFolder: string;
  readonly isFresh: boolean;
  readonly isList: boolean;
  readonly isHelp: boolean;
} {
  let values: { threads?: string; data?: string; fresh?: boolean; list?: boolean; help?: boolean };
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({
      args: [...words],
      options: {
        threads: { type: 'string' },
        data: { type: 'string' },
        fresh: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean' },
      },
      allowPositionals: true,
    }));
  } catch (error) {
    throw new UsageError(`weights: ${error instanceof Error ? error.message : String(error)}`);
  }
  const threads = Number(values.threads ?? 1);
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= 8)) {
    throw new UsageError(`weights: expected a number of threads from 1 to 8, found “${values.threads ?? ''}”.`);
  }
  const all = known.map(({ name }) => name);
  const asked = positionals.length === 1 && positionals[0] === 'all' ? all : positionals;
  const isHelp = values.help === true;
  const isList = values.list === true;
  if (asked.length === 0 && !isHelp && !isList)
    throw new UsageError('weights: expected at least one name, found none.');
  const names = asked.map((word) => {
    const recipe = known.find(({ name }) => name === word);
    if (recipe !== undefined) return recipe;
    throw new UsageError(
      `weights: expected a name out of ${all.join(', ')}, found “${word}”. The nearest is ${nearestName(word, all) ?? 'none'}.`,
    );
  });
  return {
    names,
    threads,
    dataFolder: resolve(values.data ?? dataFolder),
    isFresh: values.fresh === true,
    isList,
    isHelp,
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.exitCode = await weightsProgram(process.argv.slice(2), {
    folder: join(root, 'public/weights'),
    checkpoints: join(root, '.cache/weights'),
    dataFolder: process.env['BOOK_DATA'] ?? join(root, '../shared/data'),
    print: (line) => console.log(line),
    signal: stop.signal,
    date: new Date().toISOString().slice(0, 10),
  });
}
