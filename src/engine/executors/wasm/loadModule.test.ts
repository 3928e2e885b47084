import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadKernelModule, whyNoKernels } from './loadModule';
import { loadKernelModule as loadInNode } from './loadModuleInNode';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('whyNoKernels', () => {
  test('says nothing where SIMD is there: the probe is a valid module', () => {
    expect(whyNoKernels(WebAssembly)).toBeNull();
  });
  test('names missing SIMD', () => {
    expect(whyNoKernels({ validate: () => false })).toMatch(/no SIMD instructions.*Any browser since 2023/);
  });
  test('names missing WebAssembly', () => {
    expect(whyNoKernels(undefined)).toMatch(/no WebAssembly.*Try a current browser/);
  });
});

describe('loadKernelModule', () => {
  test('a browser without SIMD gets the sentence, and nothing is fetched', async () => {
    const fetched = vi.fn();
    vi.stubGlobal('fetch', fetched);
    vi.stubGlobal('WebAssembly', { validate: () => false });
    await expect(loadKernelModule()).rejects.toThrow(/no SIMD instructions/);
    expect(fetched).not.toHaveBeenCalled();
  });

  test('a server that does not have the file is named with its answer', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
    await expect(loadKernelModule()).rejects.toThrow(/kernels\.wasm, the server answered 404\. Reload the page\./);
  });

  test('a server that sends another media type than application/wasm is served all the same', async () => {
    const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    vi.stubGlobal('fetch', () =>
      Promise.resolve(new Response(empty, { headers: { 'Content-Type': 'application/octet-stream' } })),
    );
    expect(await loadKernelModule()).toBeInstanceOf(WebAssembly.Module);
  });

  test('in Node, kernels that were not compiled are said with the command', async () => {
    await expect(loadInNode(new URL('./build/absent.wasm', import.meta.url))).rejects.toThrow(
      /expected the compiled kernels in .*absent\.wasm, found none\. Run `npm run kernels`\./,
    );
  });
});
