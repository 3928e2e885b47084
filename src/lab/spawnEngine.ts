/**
 * Starts the engine's worker. The only place of the page that knows where the worker is; a bundler finds it by this expression.
 */

import type { EngineConfiguration } from '../engine/protocol';

export function spawnEngine(): Worker {
  return new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}

/** Where the book lies; a class server keeps data sets below. */
export function engineConfiguration(): EngineConfiguration {
  return { base: new URL(import.meta.env.BASE_URL, document.baseURI).href };
}
