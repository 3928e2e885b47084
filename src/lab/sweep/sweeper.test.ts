import { beforeEach, describe, expect, test } from 'vitest';
import { defaultDescription } from '../runs';
import { fakeSweepLab, fakeTurns, settled, type FakeSweepLab } from './fakeSweepLab';
import type { SweepPlan } from './plan';
import type { TrainedRecord } from './results';
import { createMemoryStorage, type SweepStorage } from './storage';
import { createSweeper, estimateMs, type Sweeper } from './sweeper';

const plan: SweepPlan = {
  base: defaultDescription,
  axes: [{ name: 'learningRate', values: { kind: 'list', numbers: [0.1, 0.01, 0.001] } }],
  seeds: { first: 1, count: 1 },
  steps: 40,
  together: 1,
};

let fake: FakeSweepLab;
let storage: SweepStorage;
let turns: ReturnType<typeof fakeTurns>;
let clockMs: number;
let ids: number;
let marked: string[];

function tab(kept: SweepStorage = storage): Sweeper {
  return createSweeper({
    lab: fake.lab,
    storage: kept,
    turn: turns.tab(),
    mark: (run, { title }) => void marked.push(`${run}: ${title}`),
    newId: () => `s${(ids += 1)}`,
    now: () => clockMs,
  });
}
beforeEach(() => {
  fake = fakeSweepLab();
  storage = createMemoryStorage();
  turns = fakeTurns();
  clockMs = 0;
  ids = 0;
  marked = [];
});

const states = (sweeper: Sweeper): string =>
  sweeper.store
    .getState()
    .records.map(({ state }) => state)
    .join(' ');
const phase = (sweeper: Sweeper): string => sweeper.store.getState().phase;
const said = (sweeper: Sweeper): string => sweeper.store.getState().announcement;

async function started(change: Partial<SweepPlan> = {}): Promise<Sweeper> {
  const sweeper = tab();
  await settled();
  await sweeper.start({ ...plan, ...change });
  await settled();
  return sweeper;
}

describe('one after the other', () => {
  test('each trial is a run of its own name and description, closed at its end; the best is said', async () => {
    const sweeper = await started();
    expect(states(sweeper)).toBe('running waiting waiting');
    expect(said(sweeper)).toBe('The sweep has started: 3 trials of 40 steps.');
    expect(fake.opened.map(({ name, description }) => `${name} ${description.learningRate}`)).toEqual([
      'sweep-s1-1-1 0.1',
    ]);
    await fake.last().finish(70);
    expect(said(sweeper)).toBe('Trial 1 of 3 done: learning rate 0.1 reached 70.0 %, the best so far.');
    expect(fake.open()).toEqual(['sweep-s1-2-2']);
    await fake.last().finish(96);
    await fake.last().finish(90);
    expect(phase(sweeper)).toBe('finished');
    expect(said(sweeper)).toBe('The sweep is over. Best: learning rate 0.01 with 96.0 %.');
    expect(fake.open()).toEqual([]);
    expect(sweeper.store.getState().records[1]).toMatchObject({
      state: 'done',
      final: { step: 40, accuracy: 0.96 },
      executor: 'wasm',
    });
    expect((sweeper.store.getState().records[1] as TrainedRecord).trainPoints).toHaveLength(40);
  });

  test('a trial that diverges is a result, and the sweep goes on', async () => {
    const sweeper = await started();
    await fake.last().diverge(12);
    expect(states(sweeper)).toBe('diverged running waiting');
    expect(sweeper.store.getState().records[0]).toMatchObject({ atStep: 12, best: null });
    expect(said(sweeper)).toBe('Trial 1 of 3 diverged at step 12: learning rate 0.1.');
  });

  test('a trial that cannot be run has failed with the words of the engine, and can be tried again after the end', async () => {
    const sweeper = await started();
    await fake.last().refuse('MNIST is not here yet.');
    expect(sweeper.store.getState().records[0]).toEqual({ state: 'failed', words: 'MNIST is not here yet.' });
    await fake.last().finish(50);
    await fake.last().finish(50);
    expect(phase(sweeper)).toBe('finished');
    await sweeper.retry(0);
    expect(states(sweeper)).toBe('running done done');
    await fake.last().finish(60);
    expect(states(sweeper)).toBe('done done done');
    expect(phase(sweeper)).toBe('finished');
    await sweeper.retry(1);
    expect(states(sweeper), 'what is done is not done again').toBe('done done done');
  });

  test('where no engine is, the sweep rests and says why, and no trial has failed', async () => {
    const sweeper = await started();
    await fake.last().loseEngine('The engine cannot run in this browser.');
    expect(states(sweeper)).toBe('waiting waiting waiting');
    expect(sweeper.store.getState()).toMatchObject({
      phase: 'paused',
      problem: 'The engine cannot run in this browser.',
    });
  });

  test('a trial that something else stopped begins again, three times at most', async () => {
    const sweeper = await started();
    for (const beginning of [1, 2, 3]) {
      expect(fake.opened).toHaveLength(beginning);
      fake.last().advance(7);
      await fake.last().stop();
    }
    expect(sweeper.store.getState().records[0]).toMatchObject({
      state: 'failed',
      words: expect.stringMatching(/stopped three times by something else/) as unknown,
    });
  });

  test('a plan that cannot be is refused in words, and nothing is opened', async () => {
    const sweeper = await started({ axes: [] });
    expect(phase(sweeper)).toBe('none');
    expect(sweeper.store.getState().problem).toMatch(/^Nothing varies yet/);
    expect(fake.opened).toEqual([]);
  });
});

describe('side by side', () => {
  test('so many at once, and the next when one has ended', async () => {
    const sweeper = await started({ together: 2 });
    expect(states(sweeper)).toBe('running running waiting');
    expect(fake.open()).toHaveLength(2);
    await fake.opened[1]?.finish(80);
    expect(states(sweeper)).toBe('running done running');
    await fake.opened[0]?.finish(70);
    await fake.opened[2]?.finish(60);
    expect(phase(sweeper)).toBe('finished');
  });
});

describe('pause, resume, cancel', () => {
  test('a paused trial stands still and goes on where it was', async () => {
    const sweeper = await started();
    fake.last().advance(15);
    sweeper.pause();
    await settled();
    expect(said(sweeper)).toBe('The sweep is paused: 0 of 3 trials are done.');
    expect([phase(sweeper), fake.last().isGoing(), fake.last().step()]).toEqual(['paused', false, 15]);
    await sweeper.resume();
    await settled();
    expect([phase(sweeper), fake.last().isGoing(), fake.opened.length]).toEqual(['going', true, 1]);
    await fake.last().finish(90);
    expect(sweeper.store.getState().records[0]).toMatchObject({ state: 'done', final: { step: 40 } });
  });

  test('the time of a pause counts for nothing', async () => {
    const sweeper = await started();
    clockMs = 1000;
    fake.last().advance(20);
    sweeper.pause();
    await settled();
    clockMs = 100_000;
    await sweeper.resume();
    await settled();
    clockMs = 101_000;
    await fake.last().finish(90);
    expect((sweeper.store.getState().records[0] as TrainedRecord).durationMs).toBe(2000);
  });

  test('one trial is cancelled, under way or waiting; then all', async () => {
    const sweeper = await started();
    sweeper.cancelTrial(2);
    sweeper.cancelTrial(0);
    await settled();
    expect(states(sweeper)).toBe('cancelled running cancelled');
    expect(fake.open()).toEqual(['sweep-s1-2-2']);
    // It is not wanted any more, whatever comes of it.
    await fake.opened[0]?.finish(99);
    expect(states(sweeper)).toBe('cancelled running cancelled');
    sweeper.cancel();
    await settled();
    expect(states(sweeper)).toBe('cancelled cancelled cancelled');
    expect(phase(sweeper)).toBe('finished');
    expect(fake.open()).toEqual([]);
    await sweeper.retry(1);
    expect(states(sweeper)).toBe('cancelled running cancelled');
  });

  test('a new sweep takes the place of the one under way', async () => {
    const sweeper = await started();
    await sweeper.start({ ...plan, axes: [], seeds: { first: 1, count: 2 } });
    await settled();
    expect(fake.open()).toEqual(['sweep-s2-1-2']);
    expect(states(sweeper)).toBe('running waiting');
    expect(marked).toEqual(['sweep-s1-1-1: learning rate × 3', 'sweep-s2-1-2: 2 seeds']);
  });
});

describe('how long it takes', () => {
  test('beforehand, from the speed of the reader’s run: a batch twice as large takes twice as long', () => {
    expect(estimateMs(plan, 40)).toBe(3000);
    const axes: SweepPlan['axes'] = [{ name: 'batchSize', values: { kind: 'list', numbers: [32, 64] } }];
    expect(estimateMs({ ...plan, axes }, 40)).toBe(3000);
    expect(estimateMs(plan, null)).toBeNull();
    expect(estimateMs({ ...plan, steps: 0 }, 40)).toBeNull();
  });

  test('on the way, as measured', async () => {
    const sweeper = await started();
    expect(sweeper.store.getState().msLeft).toBeNull();
    clockMs = 1000;
    fake.last().advance(10);
    // 10 of 120 steps in a second.
    expect(sweeper.store.getState().msLeft).toBe(11_000);
    await fake.last().finish(50);
    clockMs = 2000;
    fake.last().advance(10);
    expect(sweeper.store.getState().msLeft).toBeCloseTo((70 * 2000) / 50, 6);
  });
});

describe('after a reload', () => {
  test('the sweep is there, paused; what is done stays, what was under way begins again', async () => {
    const before = await started();
    await fake.last().finish(70);
    fake.last().advance(30);
    await settled();
    // The page is left without a word: a tab that is gone holds no turn.
    turns = fakeTurns();
    fake = fakeSweepLab();
    const after = tab();
    await settled();
    expect([phase(after), states(after)]).toEqual(['paused', 'done waiting waiting']);
    expect(after.store.getState().sweep).toEqual(before.store.getState().sweep);
    expect(after.store.getState().records[0]).toEqual(before.store.getState().records[0]);
    await after.resume();
    await settled();
    expect(fake.last().step()).toBe(0);
    expect(fake.last().description.learningRate).toBe(0.01);
    await fake.last().finish(80);
    await fake.last().finish(90);
    expect(phase(after)).toBe('finished');
  });

  test('a finished one is shown and does not go on', async () => {
    const before = await started({ seeds: { first: 1, count: 1 } });
    before.cancel();
    await settled();
    const after = tab();
    await settled();
    expect([phase(after), states(after)]).toEqual(['finished', 'cancelled cancelled cancelled']);
    await after.resume();
    expect(fake.opened).toHaveLength(1);
  });

  test('a browser that keeps nothing is told once, and the sweep goes on', async () => {
    const full: SweepStorage = {
      load: () => Promise.resolve({ sweep: null, problem: null }),
      keep: () => Promise.resolve('This browser has no room left.'),
    };
    const sweeper = tab(full);
    await settled();
    await sweeper.start(plan);
    await settled();
    expect(sweeper.store.getState().notice).toBe('This browser has no room left.');
    await fake.last().finish(70);
    expect(states(sweeper)).toBe('done running waiting');
    sweeper.dismiss();
    expect(sweeper.store.getState().notice).toBeNull();
  });
});

describe('two tabs', () => {
  test('one runs it, the other shows it and cannot; after a pause here it can go on there', async () => {
    const first = await started();
    const second = tab();
    await settled();
    expect(phase(second)).toBe('elsewhere');
    await fake.last().finish(70);
    expect(states(second)).toBe('done waiting waiting');
    await second.resume();
    expect(second.store.getState()).toMatchObject({
      phase: 'elsewhere',
      problem: expect.stringMatching(/Another tab of this browser runs this sweep/) as unknown,
    });
    await second.start(plan);
    expect(phase(second)).toBe('elsewhere');
    second.cancel();
    await second.retry(0);
    expect(states(second)).toBe('done waiting waiting');
    expect(fake.opened).toHaveLength(2);

    first.pause();
    await settled();
    expect([phase(first), phase(second)]).toEqual(['paused', 'paused']);
    await second.resume();
    await settled();
    expect([phase(first), phase(second)]).toEqual(['elsewhere', 'going']);
    // The first tab's half trial is given up: it begins again in the second.
    expect(fake.open()).toHaveLength(1);
    await fake.last().finish(80);
    await fake.last().finish(90);
    await settled();
    expect([phase(first), phase(second)]).toEqual(['finished', 'finished']);
    expect(first.store.getState().records).toEqual(second.store.getState().records);
  });
});
