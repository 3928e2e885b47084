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
import { main } from 'assemblyscript/asc';

const sourceFolder = fileURLToPath(new URL('../src/engine/executors/wasm/', import.meta.url));
const thisProgram = fileURLToPath(import.meta.url);

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
  const { error } = await main(
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
        if (name.endsWith('.wasm')) module = contents as Uint8Array;
      },
      listFiles: () => [],
      stdout: { write: (chunk: string) => void messages.push(chunk) },
      stderr: { write: (chunk: string) => void messages.push(chunk) },
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
