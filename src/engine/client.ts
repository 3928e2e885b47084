/**
 * The page's side of the worker border: sends requests, matches replies, passes events on, and keeps a worker alive.
 *
 * A worker that dies rejects every call that was waiting for it. Then a new one is started and every open run is opened again from
 * its last snapshot, paused, with the weights files that the reader handed over; listeners hear a `notice`, and requests after that work. A worker that dies twice without having
 * answered anything will not get better: from then on everything is rejected as `unavailable`.
 *
 * Imports types only, so that nothing of the engine comes into the page's bundle.
 */

import type {
  EngineConfiguration,
  EngineEvent,
  ErrorCode,
  ErrorData,
  FromWorker,
  RequestName,
  RequestProgress,
  Requests,
  RunDescription,
  Snapshot,
  ToWorker,
} from './protocol';

/** What is used of a `Worker`. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void;
  addEventListener(type: 'messageerror', listener: () => void): void;
}

export interface EngineClientOptions {
  /** Starts a worker. May throw: then the engine is unavailable. */
  readonly spawn: () => WorkerLike;
  readonly configuration?: EngineConfiguration;
}

export type ClientEvent =
  | EngineEvent
  /** No engine runs here, now and later: why, in words. */
  | { readonly kind: 'unavailable'; readonly message: string }
  /** The worker died, and this run could not be opened in the new one: open it anew. */
  | { readonly kind: 'lost'; readonly run: string };

export interface RequestOptions {
  /** Aborting ends the request early where that is possible; the promise is then rejected with the code `cancelled`. */
  readonly signal?: AbortSignal;
  /** Buffers in `params` to hand over instead of copying. */
  readonly transfer?: readonly ArrayBuffer[];
  /** Hears how far a long request is. */
  readonly onProgress?: (progress: RequestProgress) => void;
}

export interface EngineClient {
  /** @throws EngineFailure (as a rejection) with the engine's message and code */
  request<K extends RequestName>(
    name: K,
    params: Requests[K]['params'],
    options?: RequestOptions,
  ): Promise<Requests[K]['result']>;
  /** Returns the function that ends it. */
  subscribe(listener: (event: ClientEvent) => void): () => void;
  /** Ends the worker; pending calls are rejected. */
  dispose(): void;
}

/** A failed request. `message` is for the reader. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
  readonly code: ErrorCode;
  constructor({ code, message }: ErrorData) {
    super(message);
    this.code = code;
  }
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: EngineFailure) => void;
  readonly onProgress: ((progress: RequestProgress) => void) | undefined;
}

interface OpenRun {
  readonly checkpoints: boolean;
  description: RunDescription;
  snapshot: Snapshot | null;
}

export function createEngineClient(options: EngineClientOptions): EngineClient {
  const listeners = new Set<(event: ClientEvent) => void>();
  const pending = new Map<number, Pending>();
  const openRuns = new Map<string, OpenRun>();
  /** Weights files of the reader's by their hash: a new worker knows none. */
  const keptFiles = new Map<string, { readonly name: string; readonly bytes: ArrayBuffer }>();
  let nextId = 1;
  let worker: WorkerLike | null = null;
  let answered = false;
  let failedStarts = 0;
  let unavailable: ErrorData | null = null;
  let disposed = false;

  function emit(event: ClientEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  function start(): void {
    let spawned: WorkerLike;
    try {
      spawned = options.spawn();
    } catch (error) {
      giveUp(error instanceof Error ? error.message : String(error));
      return;
    }
    worker = spawned;
    answered = false;
    spawned.addEventListener('message', ({ data }) => {
      if (worker === spawned) receive(data as FromWorker);
    });
    spawned.addEventListener('error', (event) => {
      if (worker === spawned) die(event.message ?? 'it could not be loaded');
    });
    spawned.addEventListener('messageerror', () => {
      if (worker === spawned) die('it sent a message that could not be read');
    });
    if (options.configuration !== undefined) post({ configure: options.configuration });
  }

  function post(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    worker?.postMessage(message, [...transfer]);
  }

  function giveUp(why: string): void {
    worker = null;
    unavailable = {
      code: 'unavailable',
      message: `The engine that trains networks cannot run in this browser (${why}). The text of the book is all here; to train, open the page in a recent version of Firefox, Chrome, Edge or Safari.`,
    };
    rejectAll(unavailable);
    emit({ kind: 'unavailable', message: unavailable.message });
  }

  function rejectAll(error: ErrorData): void {
    const waiting = [...pending.values()];
    pending.clear();
    for (const { reject } of waiting) reject(new EngineFailure(error));
  }

  function die(why: string): void {
    worker?.terminate();
    worker = null;
    failedStarts = answered ? 0 : failedStarts + 1;
    if (failedStarts >= 2) {
      giveUp(why);
      return;
    }
    rejectAll({ code: 'unavailable', message: `The engine stopped unexpectedly (${why}) and is being started again.` });
    start();
    if (openRuns.size > 0) void reopen(why);
  }

  /** Sent before anything the page asks for next, so that those requests find their runs open. */
  async function reopen(why: string): Promise<void> {
    const told = [`The engine stopped unexpectedly (${why}) and was started again.`];
    for (const { name, bytes } of keptFiles.values()) {
      // What was kept once is in order; a run that misses it says so.
      void request('keepWeights', { name, bytes: bytes.slice(0) }).catch(() => undefined);
    }
    const openings = [...openRuns].map(async ([run, { description, snapshot, checkpoints }]) => {
      try {
        const continued = snapshot === null ? {} : { snapshot };
        const status = await request('open', { run, description, checkpoints, ...continued });
        emit({ kind: 'status', status, trainPoints: [], testPoints: [] });
        told.push(
          `Training is paused at step ${status.step.toLocaleString('en-GB')}, where its weights were last kept.`,
        );
      } catch (error) {
        // When the new worker has died too, its death is told, not this one.
        if (!(error instanceof EngineFailure) || error.code === 'unavailable') return;
        openRuns.delete(run);
        emit({ kind: 'lost', run });
        told.push(`The run could not be opened again: ${error.message}`);
      }
    });
    await Promise.all(openings);
    if (told.length > 1) emit({ kind: 'notice', message: told.join(' ') });
  }

  function receive(message: FromWorker): void {
    answered = true;
    if ('event' in message) {
      remember(message.event);
      emit(message.event);
      return;
    }
    const call = pending.get(message.id);
    if ('progress' in message) {
      call?.onProgress?.(message.progress);
      return;
    }
    pending.delete(message.id);
    if ('error' in message) call?.reject(new EngineFailure(message.error));
    else call?.resolve(message.result);
  }

  /** What it takes to open a run again. */
  function remember(event: EngineEvent): void {
    if (event.kind === 'status') {
      const run = openRuns.get(event.status.run);
      if (run !== undefined) run.description = event.status.description;
    } else if (event.kind === 'snapshot') {
      const run = openRuns.get(event.run);
      if (run !== undefined) run.snapshot = event.snapshot;
    } else if (event.kind === 'cleared') {
      const run = openRuns.get(event.run);
      if (run !== undefined) run.snapshot = null;
    }
  }

  async function request<K extends RequestName>(
    name: K,
    params: Requests[K]['params'],
    { signal, transfer, onProgress }: RequestOptions = {},
  ): Promise<Requests[K]['result']> {
    if (disposed) throw new EngineFailure({ code: 'unavailable', message: 'The engine was shut down.' });
    if (unavailable !== null) throw new EngineFailure(unavailable);
    if (signal?.aborted === true) {
      throw new EngineFailure({ code: 'cancelled', message: 'The request was cancelled.' });
    }
    const id = nextId++;
    const cancel = (): void => post({ cancel: id });
    const kept = name === 'keepWeights' ? copyOf(params as Requests['keepWeights']['params']) : null;
    try {
      const result = await new Promise<unknown>((resolve, reject) => {
        pending.set(id, { resolve, reject, onProgress });
        signal?.addEventListener('abort', cancel);
        try {
          post({ id, request: name, params } as ToWorker, transfer);
        } catch (error) {
          pending.delete(id);
          reject(
            new EngineFailure({ code: 'internal', message: `internal: ${name} could not be sent: ${String(error)}` }),
          );
        }
      });
      const answer = result as Requests[K]['result'];
      if (name === 'open') opened(params as Requests['open']['params']);
      else if (name === 'close') openRuns.delete((params as Requests['close']['params']).run);
      else if (kept !== null) keptFiles.set((answer as Requests['keepWeights']['result']).file, kept);
      return answer;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  function opened({ run, description, snapshot, checkpoints = false }: Requests['open']['params']): void {
    openRuns.set(run, { description, snapshot: snapshot ?? null, checkpoints });
  }

  start();
  return {
    request,
    subscribe(listener) {
      listeners.add(listener);
      if (unavailable !== null) listener({ kind: 'unavailable', message: unavailable.message });
      return () => listeners.delete(listener);
    },
    dispose() {
      disposed = true;
      worker?.terminate();
      worker = null;
      rejectAll({ code: 'unavailable', message: 'The engine was shut down.' });
    },
  };
}

/** Made before the original is handed over. */
function copyOf({ name, bytes }: Requests['keepWeights']['params']): Requests['keepWeights']['params'] {
  return { name, bytes: bytes.slice(0) };
}
