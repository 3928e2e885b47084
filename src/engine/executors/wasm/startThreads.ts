/**
 * The `wasm` executor of this browser, on as many threads as it allows.
 *
 * Threads share memory, which a browser gives only to a page that is cross-origin isolated: its server sends two headers
 * (`scripts/isolationHeaders.ts`). Elsewhere there is one thread, and the description says why. The way around the headers by a service
 * worker is not here.
 */
import { createWasmExecutor, type WasmExecutor } from './executor';
import { instantiateKernels } from './kernels';
import { loadKernelModule } from './loadModule';
import { teamOfOne } from './team';
import type { ThreadStart } from './threadLoop';
import { startTeam, type SpawnedThread } from './threads';

/** What decides how many threads there may be. */
export interface Surroundings {
  /** Processors as the system counts them. */
  readonly cores: number;
  readonly crossOriginIsolated: boolean;
  /** Whether this thread may block: not the main thread of a page. */
  readonly mayBlock: boolean;
}

/** With a batch of 32 more threads find hardly any work, and have more of each other to wait for. */
const MOST_THREADS = 8;

/**
 * How many threads to use, and if one, why not more. All cores but one, so that the page stays alive.
 *
 * @param wanted the reader's choice.
 */
export function threadsFor(
  { cores, crossOriginIsolated, mayBlock }: Surroundings,
  wanted?: number,
): { readonly threads: number; readonly why: string } {
  if (!crossOriginIsolated) return { threads: 1, why: 'this page is not cross-origin isolated' };
  if (!mayBlock) return { threads: 1, why: 'the engine runs in the page itself' };
  const threads = wanted ?? Math.max(1, Math.min(MOST_THREADS, cores - 1));
  return { threads, why: threads > 1 || wanted !== undefined || cores < 2 ? '' : 'the other core is left to the page' };
}

function surroundings(): Surroundings {
  // Workers have no document; both know the other two.
  const scope = globalThis as { crossOriginIsolated?: boolean; document?: unknown };
  return {
    cores: navigator.hardwareConcurrency,
    crossOriginIsolated: scope.crossOriginIsolated === true,
    mayBlock: scope.document === undefined,
  };
}

function spawnThread(start: ThreadStart): SpawnedThread {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    type: 'module',
    name: `engine thread ${start.thread}`,
  });
  worker.postMessage(start);
  const whyOf = (event: Event): string =>
    event instanceof ErrorEvent && event.message !== '' ? event.message : 'its script failed';
  return {
    ready: new Promise((resolve, reject) => {
      worker.addEventListener('message', () => {
        resolve();
      });
      worker.addEventListener('error', (event) => {
        reject(new Error(whyOf(event)));
      });
    }),
    onLost(listener) {
      worker.addEventListener('error', (event) => {
        listener(whyOf(event));
      });
    },
    terminate() {
      worker.terminate();
      return Promise.resolve();
    },
  };
}

/**
 * @param options.threads the reader's choice; by default all cores but one.
 * @param options.onNotice hears, in a sentence for the reader, that fewer threads work than were meant to.
 * @throws with a sentence for the reader when the browser cannot run the kernels, or when they cannot be fetched.
 */
export async function createWasmExecutorHere(
  options: { readonly threads?: number; readonly onNotice?: (message: string) => void } = {},
): Promise<WasmExecutor> {
  const { threads, why } = threadsFor(surroundings(), options.threads);
  if (threads === 1) return createWasmExecutor(teamOfOne(instantiateKernels(await loadKernelModule()), why));
  const module = await loadKernelModule('shared');
  const { onNotice } = options;
  return createWasmExecutor(
    await startTeam({ module, threads, spawn: spawnThread, ...(onNotice === undefined ? {} : { onNotice }) }),
  );
}
