/**
 * Going back and forking, through everything that is real but the worker: LeNet-5 on *Digits* with the wasm kernels, the engine's host, the
 * page's client, the lab.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { generateDigits } from '../src/data/digits';
import type { RunHandle, RunState } from '../src/lab/runState';
import { reachable } from '../src/lab/timeline';
import { labHere, untilState } from './fixtures/labHere';

const dataSet = await generateDigits({ seed: 1, train: 1000, validation: 100, test: 1100 });
const image = { kind: 'sample', split: 'test', index: 3 } as const;

let run: RunHandle;
const state = (): RunState => run.store.getState();
const losses = (): readonly (readonly [number, number])[] => state().trainPoints.map(({ step, loss }) => [step, loss]);
const probabilities = async (): Promise<readonly number[]> =>
  Array.from((await run.actions.inspect(image, [])).probabilities);

/** The points of the last steps are posted a moment later. */
async function trained(steps: number): Promise<void> {
  await run.actions.step(steps);
  await untilState(run, ({ status }) => status?.phase === 'paused');
  await new Promise((resolve) => setTimeout(resolve, 60));
}

beforeEach(async () => {
  run = (await labHere({ dataSet })).openRun('lenet');
  await untilState(run, ({ status }) => status !== null);
});

describe('looking back', () => {
  test('checkpoints come at their steps; every question is answered for the step that is seen', async () => {
    const before = await probabilities();
    await trained(30);
    const atThirty = await probabilities();
    await trained(15);
    expect(reachable(state().timeline, state().id)).toEqual([...Array.from({ length: 21 }, (_, i) => i), 30, 40]);
    // Three arrays of 61,706 numbers: weights and both moments of Adam.
    expect(state().timeline.bytes).toBe(23 * 3 * 4 * 61_706);
    const now = await probabilities();
    run.actions.view(0);
    expect(state().view).toEqual({ step: 0, isResting: false });
    expect(await probabilities()).toEqual(before);
    run.actions.view(39);
    expect(state().view?.step).toBe(30);
    expect(await probabilities()).toEqual(atThirty);
    const { step, weights } = await run.actions.inspect(image, [], ['conv1.weight']);
    expect(step).toBe(30);
    expect((await run.actions.weights(['conv1.weight']))['conv1.weight']).toEqual(weights?.['conv1.weight']);
    run.actions.view(null);
    expect(await probabilities()).toEqual(now);
  });

  test('the fixed probe while the slider moves, all test images when it rests', async () => {
    await trained(40);
    run.actions.view(20);
    const probe = await run.actions.predictions();
    expect(probe.step).toBe(20);
    expect(probe.images).toHaveLength(500);
    expect([...(probe.images ?? [])].slice(0, 3)).toEqual([0, 2, 4]);
    expect([...probe.labels]).toEqual(Array.from(probe.images ?? [], (index) => dataSet.test.labels[index]));
    await untilState(run, ({ view }) => view?.isResting === true);
    const whole = await run.actions.predictions();
    expect(whole.images).toBeUndefined();
    expect(whole.predicted).toHaveLength(1100);
    expect(Array.from(probe.images ?? [], (index) => whole.predicted[index])).toEqual([...probe.predicted]);
    // What is known is not asked again.
    expect(await run.actions.predictions()).toBe(whole);
  });

  test('a slider that moves on leaves no question with an older answer', async () => {
    await trained(60);
    const seen: number[] = [];
    const asked = [0, 5, 10, 15, 20, 30, 40, 50, 0].map(async (step) => {
      run.actions.view(step);
      seen.push((await run.actions.inspect(image, [])).step);
    });
    await Promise.all(asked);
    expect(seen.at(-1)).toBe(0);
    expect(await run.actions.inspect(image, [])).toMatchObject({ step: 0 });
  });

  test('training goes on meanwhile, with the same curve as ever', async () => {
    await trained(120);
    const alone = losses();
    await run.actions.reset();
    await run.actions.step(20);
    const going = run.actions.step(100);
    run.actions.view(10);
    await run.actions.predictions();
    await run.actions.inspect(image, ['conv1']);
    await going;
    await trained(120 - (state().status?.step ?? 0) || 1);
    expect(losses().slice(0, alone.length)).toEqual(alone);
  });
});

describe('forking', () => {
  test('the same again from a checkpoint gives the same curve, bit for bit', async () => {
    await trained(100);
    const first = losses();
    const { id } = state();
    await run.actions.fork(40, {});
    expect(state()).toMatchObject({ id: 'course-2', history: [], status: { step: 40, phase: 'paused' }, view: null });
    expect(losses().at(-1)?.[0]).toBe(40);
    await trained(60);
    expect(losses()).toEqual(first);
    expect(state().timeline.branches.map((branch) => [branch.id, branch.parent, branch.lastStep])).toEqual([
      [id, null, 100],
      ['course-2', { id, step: 40 }, 90],
    ]);
  });

  test('with a change it is another branch; the first can be gone on with as if nothing had happened', async () => {
    await trained(155);
    const whole = losses();
    await run.actions.reset();
    await trained(95);
    const { id } = state();
    await run.actions.fork(60, { learningRate: 0.01, batchSize: 8 });
    expect(state().description).toMatchObject({ learningRate: 0.01, batchSize: 8 });
    expect(state().history).toEqual([{ step: 60, change: { learningRate: 0.01, batchSize: 8 } }]);
    await trained(20);
    expect(losses().filter(([step]) => step <= 60)).toEqual(whole.filter(([step]) => step <= 60));
    expect(losses().find(([step]) => step === 70)).not.toEqual(whole.find(([step]) => step === 70));
    // From here one sees the parent's checkpoints up to the fork, and its own.
    expect(reachable(state().timeline, state().id).slice(-3)).toEqual([50, 60, 70]);
    await run.actions.switchTo(id);
    expect(state()).toMatchObject({ id, status: { step: 95 }, description: { learningRate: 0.001, batchSize: 32 } });
    await trained(60);
    expect(losses()).toEqual(whole);
  });

  test('another optimizer begins with moments of its own', async () => {
    await trained(30);
    await run.actions.fork(30, { optimizer: 'momentum', learningRate: 0.01, coefficients: {} });
    expect(state().problem).toBeNull();
    await trained(20);
    expect(state().status).toMatchObject({ step: 50, description: { optimizer: 'momentum' } });
    expect(Number.isFinite(state().status?.loss)).toBe(true);
  });

  test('a changed rate on the way is part of the history, and of what a fork goes on from', async () => {
    await trained(20);
    await run.actions.setHyperparameter('learningRate', 0.004);
    await trained(20);
    expect(state().history).toEqual([{ step: 20, change: { learningRate: 0.004 } }]);
    expect(state().origin.learningRate).toBe(0.001);
    await run.actions.fork(10, { batchSize: 16 });
    expect(state().history).toEqual([{ step: 10, change: { batchSize: 16 } }]);
    expect(state().description.learningRate).toBe(0.001);
    await run.actions.switchTo('course-1');
    await run.actions.fork(30, {});
    expect(state().description.learningRate).toBe(0.004);
  });

  test('starting over plants another tree; the one before is still there', async () => {
    await trained(30);
    const [first, before] = [losses(), await probabilities()];
    await run.actions.reset();
    expect(state()).toMatchObject({ id: 'course-2', trainPoints: [], status: { step: 0 } });
    await run.actions.setSeed(7);
    await trained(5);
    expect(state().timeline.branches.map(({ id }) => id)).toEqual(['course-1', 'course-3']);
    await run.actions.switchTo('course-1');
    expect(losses()).toEqual(first);
    expect(await probabilities()).toEqual(before);
    expect(state().description.seeds.initialization).toBe(1);
    run.actions.forget('course-1');
    expect(state().timeline.branches).toHaveLength(2);
    run.actions.forget('course-3');
    expect(state().timeline.branches.map(({ id }) => id)).toEqual(['course-1']);
  });

  test('of more than twelve branches the oldest goes, but none that another has left from', async () => {
    await trained(5);
    for (let fork = 0; fork < 14; fork++) {
      await run.actions.switchTo('course-1');
      await run.actions.fork(3, { learningRate: 0.001 * (fork + 2) });
      await trained(1);
    }
    const ids = state().timeline.branches.map(({ id }) => id);
    expect(ids).toHaveLength(12);
    expect(ids[0]).toBe('course-1');
    expect(ids.at(-1)).toBe(state().id);
    expect(ids).not.toContain('course-2');
  });

  test('where nothing is kept it says so, and nothing changes', async () => {
    await run.actions.fork(10, {});
    expect(state().problem).toBe(
      'To fork, a checkpoint at or before step 10 is needed, and none is kept. Train first, or fork at a later step.',
    );
    await run.actions.switchTo('course-9');
    expect(state().problem).toMatch(/The weights of this branch are not kept any more/);
    expect(state().timeline.branches).toHaveLength(1);
  });
});

test('within its limit of memory the timeline thins out, the first and the last stay', async () => {
  const bytes = 3 * 4 * 61_706;
  run.actions.setMemoryLimit(10 * bytes);
  await trained(400);
  await run.actions.reset();
  const steps = state().timeline.branches[0]?.checkpoints ?? [];
  expect(steps).toHaveLength(10);
  expect(steps[0]).toBe(0);
  expect(steps.at(-1)).toBe(400);
  // Dense at first: half of them in the first eighth.
  expect(steps.filter((step) => step <= 50).length).toBeGreaterThanOrEqual(5);
  expect(state().timeline.bytes).toBe(10 * bytes);
});
