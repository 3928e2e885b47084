/**
 * Compiles the AssemblyScript kernels of the `wasm` executor: `src/engine/executors/wasm/*.as.ts` → `build/kernels.wasm` beside
 * them (ignored by git; no binary is committed). Does nothing when the module is newer than its sources and this program.
 *
 * The module has no garbage collector and allocates nothing (`stub` runtime); its memory is imported, so that the executor
 * decides how large it is, and later builds can share it between threads.
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
  /** The module to write. */
  readonly output: string;
}

export const kernelPaths: KernelPaths = {
  sources: sourceFolder,
  output: path.join(sourceFolder, 'build', 'kernels.wasm'),
};

async function modifiedMs(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return -Infinity;
  }
}

/** Whether the module exists and is newer than every source and than the compiling program. */
export async function isUpToDate(paths: KernelPaths): Promise<boolean> {
  const sources = (await readdir(paths.sources)).filter((name) => name.endsWith('.as.ts'));
  const times = await Promise.all(sources.map((name) => modifiedMs(path.join(paths.sources, name))));
  return (await modifiedMs(paths.output)) > Math.max(...times, await modifiedMs(thisProgram));
}

/**
 * Compiles if needed. Returns whether it compiled.
 * @throws with the compiler's own messages (file, line and column) when the kernels do not compile.
 */
export async function buildKernels(paths: KernelPaths = kernelPaths): Promise<boolean> {
  if (await isUpToDate(paths)) return false;
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
  await mkdir(path.dirname(paths.output), { recursive: true });
  // Renaming is atomic: a process that reads the module meanwhile sees the old or the new one, never a half.
  const unfinished = `${paths.output}.${String(process.pid)}`;
  await writeFile(unfinished, module);
  await rename(unfinished, paths.output);
  return true;
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
