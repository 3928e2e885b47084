import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createLockTurn, createNoteTurn, type Locks, type SweepTurn } from './turn';

/** Locks as the browser has them: one holder, the others wait in line. */
function fakeLocks(): Locks {
  let held = false;
  const line: (() => void)[] = [];
  const granted = async (callback: (lock: unknown) => unknown): Promise<unknown> => {
    held = true;
    try {
      return await callback({ name: 'receptive-field-sweep', mode: 'exclusive' });
    } finally {
      held = false;
      line.shift()?.();
    }
  };
  const request = (
    _name: string,
    { ifAvailable = false, signal }: LockOptions,
    callback: (lock: unknown) => unknown,
  ): Promise<unknown> => {
    if (!held) return granted(callback);
    if (ifAvailable) return Promise.resolve(callback(null));
    return new Promise((resolve, reject) => {
      line.push(() => resolve(granted(callback)));
      signal?.addEventListener('abort', () => {
        line.splice(0);
        reject(new DOMException('', 'AbortError'));
      });
    });
  };
  return { request: request as unknown as Locks['request'] };
}

interface Tabs {
  readonly one: SweepTurn;
  readonly other: SweepTurn;
  /** Time goes on by so many milliseconds. */
  pass(ms: number): Promise<void>;
}

function withLocks(): Tabs {
  const locks = fakeLocks();
  return {
    one: createLockTurn(locks, null),
    other: createLockTurn(locks, null),
    pass: () => new Promise((resolve) => setTimeout(resolve, 0)),
  };
}

/** `isAlive`: whether the timers of the first tab go on. */
function withNotes(alive = { one: true }): Tabs {
  const kept = new Map<string, string>();
  const notes = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  let nowMs = 1e12;
  const timers = new Map<string, Set<() => void>>([
    ['one', new Set()],
    ['other', new Set()],
  ]);
  const turn = (owner: string): SweepTurn =>
    createNoteTurn({
      notes,
      channel: null,
      owner,
      clock: () => nowMs,
      every(_ms, action) {
        timers.get(owner)?.add(action);
        return () => void timers.get(owner)?.delete(action);
      },
    });
  return {
    one: turn('one'),
    other: turn('other'),
    pass(ms) {
      for (let passed = 0; passed < ms; passed += 1000) {
        nowMs += 1000;
        for (const [owner, actions] of timers) {
          if (owner === 'one' && !alive.one) continue;
          for (const action of [...actions]) action();
        }
      }
      return Promise.resolve();
    },
  };
}

describe.each([
  ['with locks of the browser', withLocks],
  ['with a note in the storage', withNotes],
])('%s', (_title, connect) => {
  let tabs: Tabs;
  beforeEach(() => {
    tabs = connect();
  });

  test('one tab has the turn; the other gets it when it is given back', async () => {
    const giveBack = await tabs.one.take();
    expect(giveBack).not.toBeNull();
    await tabs.pass(300_000);
    expect(await tabs.other.take()).toBeNull();
    giveBack?.();
    await tabs.pass(1000);
    expect(await tabs.other.take()).not.toBeNull();
    expect(await tabs.one.take()).toBeNull();
  });

  test('who waits hears of it once, and not when the waiting was ended', async () => {
    const giveBack = await tabs.one.take();
    const [heard, notHeard] = [vi.fn(), vi.fn()];
    tabs.other.whenFree(notHeard)();
    tabs.other.whenFree(heard);
    await tabs.pass(5000);
    expect(heard).not.toHaveBeenCalled();
    giveBack?.();
    await tabs.pass(5000);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(notHeard).not.toHaveBeenCalled();
  });
});

test('a note of a tab that is gone belongs to nobody after a while', async () => {
  const alive = { one: true };
  const tabs = withNotes(alive);
  await tabs.one.take();
  alive.one = false;
  await tabs.pass(60_000);
  expect(await tabs.other.take()).toBeNull();
  await tabs.pass(20_000);
  expect(await tabs.other.take()).not.toBeNull();
});

test('tabs tell each other', () => {
  const posted: unknown[] = [];
  let hear = (): void => undefined;
  const channel = {
    postMessage: (message: unknown) => void posted.push(message),
    addEventListener: (_type: 'message', listener: () => void) => void (hear = listener),
  };
  const turn = createLockTurn(fakeLocks(), channel);
  const listener = vi.fn();
  turn.onTold(listener);
  turn.tell();
  expect(posted).toEqual(['changed']);
  expect(listener).not.toHaveBeenCalled();
  hear();
  expect(listener).toHaveBeenCalledTimes(1);
});
