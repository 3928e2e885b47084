/** A run goes on where it was after its page has gone, through everything that is real but the page: engine, lab, kept runs. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { DataSet } from '../src/data/dataSet';
import { generateDigits } from '../src/data/digits';
import { keptDatabase } from '../src/lab/kept/keptDatabase';
import type { RunMemory } from '../src/lab/kept/keptRun';
import { createRunMemory } from '../src/lab/kept/memory';
import type { RunHandle } from '../src/lab/runState';
import type { Lab } from '../src/lab/runs';
import { reachable } from '../src/lab/timeline';
import { labHere, untilState } from './fixtures/labHere';

let digits: DataSet;
beforeAll(async () => {
  digits = await generateDigits({ seed: 1, train: 640, validation: 10, test: 100 });
});
let open: Set<string>;
let hide: ((hidden: boolean) => void)[];
let courses: number;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  open = new Set();
  hide = [];
  courses = 0;
});

function memoryOf(tab: string): RunMemory {
  open.add(tab);
  return createRunMemory({
    database: keptDatabase(),
    tab: () => Promise.resolve({ id: tab, open: () => Promise.resolve(open) }),
    clock: () => 0,
  });
}
function pageOf(tab: string, memory = memoryOf(tab)): Promise<Lab> {
  return labHere(
    { dataSet: digits },
    { memory, onVisibility: (listener) => void hide.push(listener), newId: () => `course-${++courses}` },
  );
}
const small = { batchSize: 8 } as const;
/** A page opened for the first time, with its run. */
async function openRun(tab: string): Promise<RunHandle> {
  const run = (await pageOf(tab)).openRun('lenet', small);
  await untilState(run, ({ status, isRestoring }) => status !== null && isRestoring === false);
  return run;
}
/** Until what stands still has been written: a while after the last change, and what was asked for meanwhile is done. */
const written = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));

test('paused and reloaded: the same step, curve, description, changes and timeline, and the same numbers from there on', async () => {
  const run = await openRun('t');
  await run.actions.step(15);
  await run.actions.setHyperparameter('learningRate', 0.005);
  await run.actions.step(15);
  await written();
  const before = run.store.getState();

  const again = await openRun('t');
  const after = again.store.getState();
  expect(after.status).toMatchObject({ step: 30, phase: 'paused', loss: before.status?.loss });
  expect(after.id).toBe(before.id);
  expect(after.description).toEqual(before.description);
  expect(after.origin).toEqual(before.origin);
  expect(after.history).toEqual([{ step: 15, change: { learningRate: 0.005 } }]);
  expect(after.trainPoints).toEqual(before.trainPoints);
  expect(reachable(after.timeline, after.id)).toEqual(reachable(before.timeline, before.id));
  expect(reachable(after.timeline, after.id).length).toBeGreaterThan(10);

  for (const { actions } of [run, again]) actions.view(5);
  const look = { kind: 'sample', split: 'test', index: 0 } as const;
  const [was, is] = [await run.actions.inspect(look, []), await again.actions.inspect(look, [])];
  expect(is.step).toBe(5);
  expect(is.probabilities).toEqual(was.probabilities);

  await Promise.all([run.actions.step(20), again.actions.step(20)]);
  expect(again.store.getState().trainPoints).toEqual(run.store.getState().trainPoints);
});

test('forks come back as a tree, and its branches can be gone on with', async () => {
  const run = await openRun('t');
  await run.actions.step(12);
  await run.actions.fork(6, { learningRate: 0.01 });
  await run.actions.step(3);
  await written();
  const before = run.store.getState();
  const again = await openRun('t');
  const { timeline, id, status } = again.store.getState();
  expect(id).toBe(before.id);
  expect(status?.step).toBe(9);
  expect(timeline.branches.map(({ id: own, parent }) => [own, parent])).toEqual(
    before.timeline.branches.map(({ id: own, parent }) => [own, parent]),
  );
  const [left] = timeline.branches;
  await again.actions.switchTo(left!.id);
  expect(again.store.getState().status?.step).toBe(12);
});

test('a reset starts over, and stays so over a reload; what was trained is still in the timeline', async () => {
  const run = await openRun('t');
  await run.actions.step(8);
  await run.actions.reset();
  await written();
  const again = await openRun('t');
  const { status, timeline, id } = again.store.getState();
  expect(status?.step).toBe(0);
  expect(timeline.branches).toHaveLength(2);
  const old = timeline.branches.find((branch) => branch.id !== id);
  await again.actions.switchTo(old!.id);
  expect(again.store.getState().status?.step).toBe(8);
});

test('while it trains, the newest weights are kept with every snapshot', async () => {
  const run = await openRun('t');
  void run.actions.train();
  // The engine sends one every few seconds.
  await expect
    .poll(async () => (await memoryOf('t').load('lenet'))?.newest?.step ?? 0, { timeout: 15_000, interval: 500 })
    .toBeGreaterThan(0);
  const kept = await memoryOf('t').load('lenet');
  await run.actions.pause();
  const again = await openRun('t');
  expect(again.store.getState().status?.step).toBeGreaterThanOrEqual(kept?.newest?.step ?? Infinity);
});

test('what a reader asks for while the run comes back waits for it', async () => {
  const run = await openRun('t');
  await run.actions.step(5);
  await written();
  const again = (await pageOf('t')).openRun('lenet', small);
  expect(again.store.getState().isRestoring).toBe(true);
  await again.actions.step(2);
  expect(again.store.getState().status?.step).toBe(7);
});

test('two tabs keep apart; a closed one’s run is offered and can be taken up', async () => {
  const run = await openRun('one');
  await run.actions.step(5);
  const other = await openRun('other');
  expect(other.store.getState()).toMatchObject({ leftOver: null, status: { step: 0 } });
  await other.actions.step(9);
  await written();
  expect((await openRun('one')).store.getState().status?.step).toBe(5);
  open.delete('other');
  const third = await openRun('third');
  expect(third.store.getState()).toMatchObject({ leftOver: { step: 9 }, status: { step: 0 } });
  // Offered before anything else is trained there, not afterwards.
  const fourth = await openRun('fourth');
  await fourth.actions.step(1);
  expect(fourth.store.getState().leftOver).toBeNull();
  await third.actions.takeUp();
  expect(third.store.getState()).toMatchObject({ leftOver: null, status: { step: 9 } });
  expect(third.store.getState().timeline.branches).toHaveLength(1);
  expect((await openRun('third')).store.getState().status?.step).toBe(9);
});

test('a run that cannot be opened again is said, and a fresh one is there', async () => {
  const run = await openRun('t');
  await run.actions.step(5);
  await written();
  const memory = memoryOf('t');
  const broken: RunMemory = {
    ...memory,
    async load(name) {
      const kept = await memory.load(name);
      return kept?.newest == null
        ? kept
        : { ...kept, newest: { ...kept.newest, slots: { 'conv1.kernel': new Float32Array(3) } } };
    },
  };
  const again = (await pageOf('t', broken)).openRun('lenet', small);
  const state = await untilState(again, ({ status, isRestoring }) => status !== null && isRestoring === false);
  expect(state.status?.step).toBe(0);
  expect(state.notice).toMatch(/^What this tab kept of the run could not be opened: The snapshot does not fit LeNet-5/);
});

test('storage that is refused is said when something would be lost, not before', async () => {
  const listeners: ((words: string) => void)[] = [];
  const refusing: RunMemory = {
    ...memoryOf('t'),
    load: () => {
      listeners.forEach((say) => say('Nothing is kept.'));
      return Promise.resolve(null);
    },
    save: () => {
      listeners.forEach((say) => say('Nothing is kept.'));
      return Promise.resolve();
    },
    onTrouble: (listener) => void listeners.push(listener),
  };
  const run = (await pageOf('t', refusing)).openRun('lenet', small);
  await untilState(run, ({ status }) => status !== null);
  expect(run.store.getState().notice).toBeNull();
  await run.actions.step(1);
  expect((await untilState(run, ({ notice }) => notice !== null)).notice).toBe('Nothing is kept.');
});
