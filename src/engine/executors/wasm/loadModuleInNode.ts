/** The compiled kernels in Node, for tests, benchmarks and command-line programs. `npm run kernels` makes the file. */
import { readFile } from 'node:fs/promises';

/** For one thread, and for several over shared memory. */
const plainKernels = new URL('./build/kernels.wasm', import.meta.url);
export const sharedKernels = new URL('./build/kernels-shared.wasm', import.meta.url);

/** @throws when the kernels have not been compiled. */
export async function loadKernelModule(file: URL = plainKernels): Promise<WebAssembly.Module> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(file));
  } catch (error) {
    throw new Error(
      `wasm executor: expected the compiled kernels in ${file.pathname}, found none. Run \`npm run kernels\`.`,
      {
        cause: error,
      },
    );
  }
  return WebAssembly.compile(bytes);
}
