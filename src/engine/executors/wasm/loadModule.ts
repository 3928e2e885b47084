/**
 * The compiled kernels in a browser, page or worker. Vite makes an asset of the module and puts its address here.
 * Says plainly what is missing where WebAssembly or its SIMD instructions are not there.
 */

/** `(module (func (result v128) (v128.const i32x4 0 0 0 0)))`, the smallest module that needs SIMD. */
const simdProbe = new Uint8Array([
  // Magic number and version.
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // Types: one, () → v128. Functions: one, of type 0.
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  // Code: one body of 20 bytes without locals: v128.const, 16 zero bytes, end.
  ...[0x0a, 0x16, 0x01, 0x14, 0x00, 0xfd, 0x0c],
  ...new Array<number>(16).fill(0),
  0x0b,
]);

/** Whether this browser can run the kernels; if not, why, as a sentence for the reader. */
export function whyNoKernels(webAssembly: Pick<typeof WebAssembly, 'validate'> | undefined): string | null {
  if (webAssembly === undefined) {
    return 'This browser has no WebAssembly, or a setting forbids it, so the fast engine cannot run. Try a current browser.';
  }
  if (!webAssembly.validate(simdProbe)) {
    return 'The WebAssembly of this browser has no SIMD instructions, so the fast engine cannot run. Any browser since 2023 has them.';
  }
  return null;
}

/**
 * @param memory for one thread's own memory, or for memory that threads share.
 * @throws with a sentence for the reader when the browser cannot run the kernels, or when they cannot be fetched.
 */
export async function loadKernelModule(memory: 'own' | 'shared' = 'own'): Promise<WebAssembly.Module> {
  const why = whyNoKernels((globalThis as { WebAssembly?: typeof WebAssembly }).WebAssembly);
  if (why !== null) throw new Error(why);
  // Both written out, because a bundler finds files by this expression.
  const address =
    memory === 'own'
      ? new URL('./build/kernels.wasm', import.meta.url)
      : new URL('./build/kernels-shared.wasm', import.meta.url);
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(
      `The kernels of the fast engine could not be loaded: expected ${address.pathname}, the server answered ${response.status}. Reload the page.`,
    );
  }
  // Some servers send another media type than application/wasm, which streaming refuses.
  const bytes = response.clone();
  try {
    return await WebAssembly.compileStreaming(response);
  } catch {
    return WebAssembly.compile(await bytes.arrayBuffer());
  }
}
