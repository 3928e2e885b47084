/**
 * A sweep is run by one tab of the browser only. Who wants to run it takes the turn, and gives it back when it pauses or ends; a tab that
 * is closed or crashes gives it back by that.
 *
 * Picture: a lock of the browser (Web Locks). Where there is none, a note in the site's storage with the tab's name and the time; a note
 * that was not renewed for a while belongs to nobody. Tabs tell each other that something has changed, and read it from the storage.
 */

export interface SweepTurn {
  /** Null when another tab has it; else the function that gives it back. */
  take(): Promise<(() => void) | null>;
  /** Calls once when no other tab has it any more, or at once. Returns what ends the waiting. */
  whenFree(then: () => void): () => void;
  /** Tells the other tabs that what is kept has changed. */
  tell(): void;
  /** Hears the other tabs. */
  onTold(listener: () => void): void;
}

const NAME = 'receptive-field-sweep';

/** What is used of `navigator.locks`. */
export type Locks = Pick<LockManager, 'request'>;
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: () => void): void;
}

export function createLockTurn(locks: Locks, channel: Channel | null): SweepTurn {
  return {
    ...telling(channel),
    take: () =>
      new Promise((resolve, reject) => {
        locks
          .request(NAME, { ifAvailable: true }, (lock) => {
            if (lock === null) {
              resolve(null);
              return undefined;
            }
            return new Promise<void>((giveBack) => resolve(giveBack));
          })
          .catch(reject);
      }),
    whenFree(then) {
      const waiting = new AbortController();
      locks
        .request(NAME, { signal: waiting.signal }, () => undefined)
        .then(then)
        .catch(() => undefined);
      return () => waiting.abort();
    },
  };
}

/** What is used of `localStorage`. */
export type Notes = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
export interface NoteTurnOptions {
  readonly notes: Notes;
  readonly channel: Channel | null;
  /** Names this tab. */
  readonly owner: string;
  /** Milliseconds since 1970, the same in all tabs. */
  readonly clock: () => number;
  /** Calls again and again; returns what ends it. */
  readonly every: (ms: number, action: () => void) => () => void;
}

const BEAT_MS = 1000;
/** A page in the background is woken once a minute at least. */
const DEAD_AFTER_MS = 70_000;

export function createNoteTurn({ notes, channel, owner, clock, every }: NoteTurnOptions): SweepTurn {
  const isElsewhere = (): boolean => {
    const [by, at] = (notes.getItem(NAME) ?? '').split(' ');
    return by !== undefined && by !== '' && by !== owner && clock() - Number(at) < DEAD_AFTER_MS;
  };
  const beat = (): void => notes.setItem(NAME, `${owner} ${clock()}`);
  return {
    ...telling(channel),
    take() {
      if (isElsewhere()) return Promise.resolve(null);
      beat();
      const stop = every(BEAT_MS, beat);
      return Promise.resolve(() => {
        stop();
        notes.removeItem(NAME);
      });
    },
    whenFree(then) {
      const stop = every(BEAT_MS, () => {
        if (isElsewhere()) return;
        stop();
        then();
      });
      return stop;
    },
  };
}

/** Where there is neither: every tab may. */
export function createFreeTurn(): SweepTurn {
  return {
    ...telling(null),
    take: () => Promise.resolve(() => undefined),
    whenFree(then) {
      then();
      return () => undefined;
    },
  };
}

function telling(channel: Channel | null): Pick<SweepTurn, 'tell' | 'onTold'> {
  return {
    tell: () => channel?.postMessage('changed'),
    onTold: (listener) => channel?.addEventListener('message', listener),
  };
}
