/** The turn with the browser's own locks and channel, and the whole sweep's shelves in its own storage. */
import { expect, test, vi } from 'vitest';
import { defaultDescription } from '../runs';
import type { SweepPlan } from './plan';
import { createSweepStorage } from './storage';
import { createLockTurn } from './turn';

const tab = () => createLockTurn(navigator.locks, new BroadcastChannel('receptive-field-sweep'));

test('one has the turn, the other waits for it and hears what the first tells', async () => {
  const [one, other] = [tab(), tab()];
  const [free, told] = [vi.fn(), vi.fn()];
  const giveBack = await one.take();
  expect(giveBack).not.toBeNull();
  expect(await other.take()).toBeNull();
  other.whenFree(free);
  other.onTold(told);
  one.tell();
  await expect.poll(() => told.mock.calls.length).toBe(1);
  expect(free).not.toHaveBeenCalled();
  giveBack?.();
  await expect.poll(() => free.mock.calls.length).toBe(1);
  const back = await other.take();
  expect(back).not.toBeNull();
  back?.();
});

test('a page that is gone holds no turn', async () => {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const gone = frame.contentWindow as (Window & typeof globalThis) | null;
  const giveBack = await createLockTurn(gone!.navigator.locks, null).take();
  expect(giveBack).not.toBeNull();
  expect(await tab().take()).toBeNull();
  frame.remove();
  await expect
    .poll(async () => {
      const back = await tab().take();
      back?.();
      return back !== null;
    })
    .toBe(true);
});

test('what is kept is there the next time', async () => {
  const plan: SweepPlan = {
    base: defaultDescription,
    axes: [],
    seeds: { first: 1, count: 2 },
    steps: 5,
    together: 1,
  };
  const sweep = { id: 'one', plan, revision: 3, records: [{ state: 'cancelled' }, { state: 'waiting' }] } as const;
  expect(await createSweepStorage().keep(sweep, [0])).toBeNull();
  expect(await createSweepStorage().load()).toEqual({ sweep, problem: null });
});
