/** A team of threads in Node, for tests, benchmarks and command-line programs. `npm run kernels` makes the files. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { loadKernelModule, sharedKernels } from './loadModuleInNode';
import type { Team } from './team';
import type { ThreadStart } from './threadLoop';
import { startTeam, type SpawnedThread, type TeamOptions } from './threads';

/** One fewer than the cores, so that something is left for everybody else. */
export function defaultThreads(cores = availableParallelism()): number {
  return Math.max(1, cores - 1);
}

export function spawnThread(
  start: ThreadStart,
  file: URL = new URL('./build/thread.mjs', import.meta.url),
): SpawnedThread {
  const worker = new Worker(file, { workerData: start, execArgv: [] });
  // A process whose work is done ends, although its threads would wait for more.
  worker.unref();
  let ended = false;
  return {
    ready: new Promise((resolve, reject) => {
      worker.once('message', () => {
        resolve();
      });
      worker.once('error', reject);
      worker.once('exit', (code) => {
        reject(new Error(`ended with code ${code}`));
      });
    }),
    onLost(listener) {
      worker.once('error', (error) => {
        if (!ended) listener(error instanceof Error ? error.message : String(error));
      });
      worker.once('exit', (code) => {
        if (!ended) listener(`ended with code ${code}`);
      });
    },
    async terminate() {
      ended = true;
      await worker.terminate();
    },
  };
}

/** @param threads the one that calls among them. */
export async function startTeamInNode(
  threads: number,
  options: Partial<Pick<TeamOptions, 'spawn' | 'onNotice' | 'maximumPages'>> = {},
): Promise<Team> {
  return startTeam({ module: await loadKernelModule(sharedKernels), threads, spawn: spawnThread, ...options });
}
