/**
 * Compiles the AssemblyScript kernels of the `wasm` executor: `src/engine/executors/wasm/*.as.ts` → `build/kernels.wasm` beside
 * them, and `build/kernels-shared.wasm`, the same over memory that threads share (ignored by git; no binary is committed). Does
 * nothing when both are newer than their sources and this program.
 *
 * The modules have no garbage collector and allocate nothing (`stub` runtime); their memory is imported, so that the executor
 * decides how large it is and who shares it.
 *
 * Besides, `threadLoop.ts` becomes `build/thread.mjs`: Node starts its threads from JavaScript.
 */
import { mkdir, readFile, readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const sourceFolder = fileURLToPath(new URL('../src/engine/executors/wasm/', import.meta.url));
const thisProgram = fileURLToPath(import.meta.url);

/** What is used of the compiler's interface. */
interface Compiler {
  main(
    options: readonly string[],
    host: {
      readFile(name: string, baseDir: string): Promise<string | null>;
      writeFile(name: string, contents: string | Uint8Array, baseDir: string): void;
      listFiles(): readonly string[];
      stdout: { write(chunk: string): void };
      stderr: { write(chunk: string): void };
    },
  ): Promise<{ readonly error: Error | null }>;
}

/**
 * Imported under a name that TypeScript does not follow: the compiler's own types declare globals (`i32`, another `Array`), which
 * would hold in the whole repository.
 */
async function loadCompiler(): Promise<Compiler> {
  const name: string = 'assemblyscript/asc';
  return (await import(name)) as Compiler;
}

export interface KernelPaths {
  /** Holds the `*.as.ts` sources; `kernels.as.ts` is the entry. */
  readonly sources: string;
  /** What a helping thread runs; null: no file for Node's threads. */
  readonly threadLoop: string | null;
  /** The folder to write to. */
  readonly output: string;
}

export const kernelPaths: KernelPaths = {
  sources: sourceFolder,
  threadLoop: path.join(sourceFolder, 'threadLoop.ts'),
  output: path.join(sourceFolder, 'build'),
};

const PLAIN = 'kernels.wasm';
const SHARED = 'kernels-shared.wasm';
const THREAD = 'thread.mjs';
/** 4 GiB: all that 32-bit addresses reach. The memory that is handed in may have a smaller maximum. */
const MAXIMUM_PAGES = 65536;

async function modifiedMs(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return -Infinity;
  }
}

/** Whether everything exists and is newer than every source and than the compiling program. */
export async function isUpToDate(paths: KernelPaths): Promise<boolean> {
  const names = (await readdir(paths.sources)).filter((name) => name.endsWith('.as.ts'));
  const sources = names.map((name) => path.join(paths.sources, name));
  const results = [PLAIN, SHARED, ...(paths.threadLoop === null ? [] : [THREAD])];
  const made = await Promise.all(results.map((name) => modifiedMs(path.join(paths.output, name))));
  const from = [...sources, thisProgram, ...(paths.threadLoop === null ? [] : [paths.threadLoop])];
  return Math.min(...made) > Math.max(...(await Promise.all(from.map(modifiedMs))));
}

/**
 * Compiles if needed. Returns whether it compiled.
 * @throws with the compiler's own messages (file, line and column) when the kernels do not compile.
 */
export async function buildKernels(paths: KernelPaths = kernelPaths): Promise<boolean> {
  if (await isUpToDate(paths)) return false;
  await mkdir(paths.output, { recursive: true });
  await replace(path.join(paths.output, PLAIN), await compile(paths, []));
  const shared = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', String(MAXIMUM_PAGES)];
  await replace(path.join(paths.output, SHARED), await compile(paths, shared));
  if (paths.threadLoop !== null) {
    await replace(path.join(paths.output, THREAD), await threadProgram(paths.threadLoop));
  }
  return true;
}

/** Renaming is atomic: a process that reads the file meanwhile sees the old or the new one, never a half. */
async function replace(file: string, contents: Uint8Array | string): Promise<void> {
  const unfinished = `${file}.${String(process.pid)}`;
  await writeFile(unfinished, contents);
  await rename(unfinished, file);
}

/** The loop without its types, started with what the thread was handed. */
async function threadProgram(source: string): Promise<string> {
  const { default: ts } = await import('typescript');
  const { outputText } = ts.transpileModule(await readFile(source, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  return [
    "import { parentPort, workerData } from 'node:worker_threads';",
    outputText,
    "serveThread(workerData, () => parentPort.postMessage('ready'));",
    '',
  ].join('\n');
}

async function compile(paths: KernelPaths, more: readonly string[]): Promise<Uint8Array> {
  const messages: string[] = [];
  let module: Uint8Array | undefined;
  const compiler = await loadCompiler();
  const { error } = await compiler.main(
    [
      'kernels.as.ts',
      '--outFile',
      'kernels.wasm',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--importMemory',
      '--optimizeLevel',
      '3',
      '--shrinkLevel',
      '0',
      '--noAssert',
      '--noExportMemory',
      ...more,
    ],
    {
      readFile: (name, baseDir) => readFile(path.resolve(paths.sources, baseDir, name), 'utf8').catch(() => null),
      writeFile: (name, contents) => {
        if (typeof contents !== 'string') module = contents;
      },
      listFiles: () => [],
      stdout: { write: (chunk) => messages.push(chunk) },
      stderr: { write: (chunk) => messages.push(chunk) },
    },
  );
  if (error || !module) {
    const why = messages.join('').trim() || (error?.message ?? 'the compiler wrote no module');
    throw new Error(
      `The WebAssembly kernels in ${path.relative(process.cwd(), paths.sources)} do not compile:\n${why}\n` +
        'Correct the place named above and run `npm run kernels` again.',
    );
  }
  return module;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === thisProgram) {
  try {
    const compiled = await buildKernels();
    console.log(compiled ? 'WebAssembly kernels compiled.' : 'WebAssembly kernels are up to date.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
