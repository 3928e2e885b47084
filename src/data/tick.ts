/**
 * A turn for the event loop in the middle of long work, through a message channel: at once, unlike a timer, which browsers
 * delay by 4 ms and more. In Node it is `setImmediate`, because a Node message port hands out up to a thousand messages before
 * any timer or other event gets its turn.
 */

export interface Tick {
  /** Resolves after other events have had their turn. One at a time. */
  next(): Promise<void>;
  /** Frees the channel. */
  close(): void;
}

export function createTick(): Tick {
  if (typeof setImmediate === 'function') {
    return { next: () => new Promise((resolve) => void setImmediate(resolve)), close: () => undefined };
  }
  const channel = new MessageChannel();
  let resume: (() => void) | undefined;
  channel.port1.onmessage = () => resume?.();
  return {
    next: () =>
      new Promise((resolve) => {
        resume = resolve;
        channel.port2.postMessage(null);
      }),
    close() {
      channel.port1.close();
      channel.port2.close();
    },
  };
}
