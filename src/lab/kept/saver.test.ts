/** When a run is written, with a store that the test moves and a memory that notes. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Snapshot } from '../../engine/protocol';
import { fakeRun } from '../../widgets/fakeRun';
import type { KeptRun } from './keptRun';
import { createSaver, type Saver } from './saver';

let run: ReturnType<typeof fakeRun>;
let saved: { step: number | null; withCheckpoints: boolean }[];
let forgotten: number;
let asked: number;
let nowMs: number;
let saver: Saver;
/** What a save waits for. */
let storage: Promise<void>;
/** A number for each parameter. */
const snapshotAt = (step: number, length = 1000): Snapshot => ({
  description: run.store.getState().description,
  step,
  slots: { kernel: new Float32Array(length) },
});
const pass = async (ms: number): Promise<void> => {
  nowMs += ms;
  await vi.advanceTimersByTimeAsync(ms);
};

beforeEach(() => {
  vi.useFakeTimers();
  run = fakeRun('lenet');
  saved = [];
  forgotten = asked = nowMs = 0;
  storage = Promise.resolve();
  saver = createSaver({
    name: 'lenet',
    store: run.store,
    checkpoints: { at: () => null },
    memory: {
      save(_, { newest }: KeptRun, withCheckpoints) {
        saved.push({ step: newest?.step ?? null, withCheckpoints });
        return storage;
      },
      forget() {
        forgotten += 1;
        return Promise.resolve();
      },
    },
    snapshot() {
      asked += 1;
      return Promise.resolve(snapshotAt(run.store.getState().status?.step ?? 0));
    },
    now: () => nowMs,
  });
});
afterEach(() => {
  saver.stop();
  vi.useRealTimers();
});

test('while it trains with what the engine sends, without checkpoints; when it is paused with all of it', async () => {
  run.reportStatus({ phase: 'running', step: 10 });
  run.reportStatus({ step: 200 });
  await pass(1000);
  expect(saved).toEqual([]);
  saver.hear(snapshotAt(190));
  await pass(0);
  expect(saved).toEqual([{ step: 190, withCheckpoints: false }]);
  run.reportStatus({ phase: 'paused', step: 210 });
  await pass(200);
  expect(saved.at(-1)).toEqual({ step: 210, withCheckpoints: true });
  expect(asked).toBe(1);
});

test('steps pressed one after the other are written when done; a page that is hidden does not wait', async () => {
  for (let step = 1; step <= 5; step++) {
    run.reportStatus({ phase: 'paused', step });
    await pass(50);
  }
  expect(saved).toEqual([]);
  saver.hide();
  await pass(0);
  expect(saved).toEqual([{ step: 5, withCheckpoints: true }]);
  await pass(1000);
  expect(saved).toHaveLength(1);
});

test('what happens while a slow storage writes is written afterwards, once', async () => {
  let written: () => void = () => undefined;
  storage = new Promise((resolve) => (written = resolve));
  run.reportStatus({ phase: 'paused', step: 1 });
  await pass(200);
  for (const step of [2, 3]) {
    run.reportStatus({ step });
    await pass(200);
  }
  expect(saved.map(({ step }) => step)).toEqual([1]);
  written();
  await pass(0);
  expect(saved.map(({ step }) => step)).toEqual([1, 3]);
});

test('the weights of a large network are not written with every snapshot', async () => {
  run.reportStatus({ phase: 'running', step: 100 });
  const tenMebibytes = 10 * 2 ** 18;
  for (let second = 0; second < 12; second += 2) {
    saver.hear(snapshotAt(100 + second, tenMebibytes));
    await pass(2000);
  }
  expect(saved.map(({ step }) => step)).toEqual([100, 106]);
});

test('what was never trained is not kept; what was reset to nothing is forgotten', async () => {
  run.reportStatus({ phase: 'ready', step: 0, loss: 1 });
  const { timeline } = run.store.getState();
  run.report({ id: 'course-2', timeline: { ...timeline, branches: [{ ...timeline.branches[0]!, id: 'course-2' }] } });
  await pass(1000);
  expect({ saved, forgotten }).toEqual({ saved: [], forgotten: 0 });
  run.reportStatus({ phase: 'paused', step: 1 });
  await pass(200);
  expect(saved).toHaveLength(1);
  run.reportStatus({ phase: 'ready', step: 0 });
  await pass(200);
  expect(forgotten).toBe(1);
});

test('a run that is closed is not written any more', async () => {
  run.reportStatus({ phase: 'paused', step: 3 });
  saver.stop();
  await pass(1000);
  expect(saved).toEqual([]);
});
