/**
 * The time side of a download: a connection on which nothing comes is ended, waits end early when the reader has had enough.
 */

/** Ends a request when nothing comes for too long, or when the reader has had enough. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Something came. */
  alive(): void;
  /** What it ended the request for; null when it did not. */
  inWords(): string | null;
  /** Lets go of the connection, wherever it stands. */
  end(): void;
}

export function createWatch(stallMs: number, outer: AbortSignal | undefined): Watch {
  const controller = new AbortController();
  let hasStalled = false;
  let timer: ReturnType<typeof setTimeout>;
  const stop = (): void => controller.abort();
  const arm = (): void => {
    timer = setTimeout(() => {
      hasStalled = true;
      stop();
    }, stallMs);
  };
  if (outer?.aborted === true) stop();
  outer?.addEventListener('abort', stop);
  arm();
  return {
    signal: controller.signal,
    alive() {
      clearTimeout(timer);
      arm();
    },
    inWords: () => (hasStalled ? `that nothing came for ${stallMs / 1000} s` : null),
    end() {
      stop();
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}

export async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}
