/**
 * The executors that a browser may offer, as candidates for `choose.ts`: how to see cheaply whether each is there, and how to make it.
 * TensorFlow.js is loaded only when one of its executors is made.
 */

import type { Candidate, Probe } from './choose';
import type { Executor } from './executors/executor';
import { missingInTfjs } from './executors/tfjs/missing';
import { whyNoKernels } from './executors/wasm/loadModule';
import { createWasmExecutorHere } from './executors/wasm/startThreads';

/** Adapters that are a program on the CPU: slower there than WebAssembly, whatever they are called. */
const softwareGpu = /swiftshader|llvmpipe|softpipe|lavapipe|basic render|software/i;

/** @param onNotice hears, in a sentence for the reader, what an executor has to say while it runs. */
export function browserCandidates(onNotice: (message: string) => void): readonly Candidate[] {
  return [
    { name: 'wasm', probe: probeWasm, create: () => createWasmExecutorHere({ onNotice }) },
    { name: 'tfjs-webgpu', missing: missingInTfjs, probe: probeWebGpu, create: () => createTfjs('tfjs-webgpu') },
    { name: 'tfjs-webgl', missing: missingInTfjs, probe: probeWebGl, create: () => createTfjs('tfjs-webgl') },
  ];
}

async function createTfjs(name: 'tfjs-webgpu' | 'tfjs-webgl'): Promise<Executor> {
  const { createTfjsExecutor } = await import('./executors/tfjs/executor');
  return createTfjsExecutor(name);
}

function probeWasm(): Promise<Probe> {
  const why = whyNoKernels((globalThis as { WebAssembly?: typeof WebAssembly }).WebAssembly);
  return Promise.resolve(
    why === null
      ? { available: true, software: false, detail: 'WebAssembly SIMD' }
      : { available: false, detail: why.replace(/\.$/, '') },
  );
}

async function probeWebGpu(): Promise<Probe> {
  const gpu = (globalThis.navigator as { readonly gpu?: GPU }).gpu;
  if (gpu === undefined) return { available: false, detail: 'this browser has no WebGPU' };
  const adapter = await gpu.requestAdapter();
  if (adapter === null) return { available: false, detail: 'WebGPU finds no GPU here' };
  // Browsers of 2023 and 2024 have the property on the adapter only.
  const { info, isFallbackAdapter } = adapter as {
    readonly info: GPUAdapterInfo;
    readonly isFallbackAdapter?: boolean;
  };
  const isFallback = isFallbackAdapter === true || info.isFallbackAdapter;
  const name =
    [info.vendor, info.architecture, info.description, info.device].filter((part) => part !== '').join(' ') || 'GPU';
  return { available: true, software: isFallback || softwareGpu.test(name), detail: name };
}

function probeWebGl(): Promise<Probe> {
  if (typeof OffscreenCanvas === 'undefined') {
    return Promise.resolve({ available: false, detail: 'this browser has no canvas in workers' });
  }
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (context === null) return Promise.resolve({ available: false, detail: 'this browser has no WebGL 2' });
  const extension = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = context.getParameter(extension?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  const name = typeof renderer === 'string' && renderer !== '' ? renderer : 'GPU';
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return Promise.resolve({ available: true, software: softwareGpu.test(name), detail: name });
}
