import { describe, expect, test } from 'vitest';
import type { Branch, Timeline } from '../../../lab/timeline';
import { fakeRun } from '../../fakeRun';
import { otherCurves } from './otherCurves';
import { filmStart, memoryWords, stopNear, stopOf, stopsOf, stopWords, ticksOf, viewAt, viewWords } from './stops';

const { description } = fakeRun('any').store.getState();
function branch(id: string, checkpoints: readonly number[], parent: Branch['parent'] = null): Branch {
  const points = [0, 100, 200, 300].map((step) => ({ step, loss: 1, accuracy: 0.5 }));
  return {
    id,
    parent,
    origin: description,
    description,
    history: [],
    checkpoints,
    lastStep: 300,
    trainPoints: points,
    testPoints: points.slice(1, 2),
  };
}
const timeline = (...branches: Branch[]): Timeline => ({ branches, bytes: 0, limitBytes: 64 * 2 ** 20 });
const { status } = fakeRun('any').store.getState();
const at = (step: number, phase: 'paused' | 'running' = 'paused') => ({ ...status!, step, phase });

describe('stops', () => {
  const forked = timeline(branch('root', [0, 10, 40, 160]), branch('a', [50, 70], { id: 'root', step: 40 }));

  test('one for each checkpoint that the branch sees, before the newest weights', () => {
    expect(stopsOf(forked, 'a', 80)).toEqual([0, 10, 40, 50, 70]);
    // The newest checkpoint may be the newest weights: one stop, not two.
    expect(stopsOf(forked, 'a', 70)).toEqual([0, 10, 40, 50]);
    expect(stopsOf(forked, 'root', 200)).toEqual([0, 10, 40, 160]);
  });

  const stops = [0, 10, 40, 160];
  test('the last stop is the newest; a checkpoint that is gone stands at the one before it', () => {
    expect(stopOf(stops, null)).toBe(4);
    expect(stopOf(stops, { step: 40, isResting: false })).toBe(2);
    expect(stopOf(stops, { step: 90, isResting: false })).toBe(2);
    expect(stopOf(stops, { step: 500, isResting: false })).toBe(3);
    expect([0, 3, 4].map((stop) => viewAt(stops, stop))).toEqual([0, 160, null]);
  });

  test('a place on the curves goes to the nearest stop, the newest among them', () => {
    expect([0, 24, 26, 120, 229, 231].map((x) => stopNear(stops, 300, x))).toEqual([0, 1, 2, 3, 3, 4]);
  });

  test('names are spread over the stops, and both ends have theirs', () => {
    expect(ticksOf([0, 10, 40, 1600], 3)).toEqual([
      { stop: 0, label: '0' },
      { stop: 2, label: '40' },
      { stop: 4, label: 'newest' },
    ]);
    expect(ticksOf([], 5)).toEqual([{ stop: 0, label: 'newest' }]);
  });

  test('a film begins where the slider stands, and at the end from the beginning', () => {
    expect([filmStart(stops, 2), filmStart(stops, 4)]).toEqual([2, 0]);
  });
});

describe('words', () => {
  test('the value of the slider', () => {
    expect(stopWords([0, 120], 1, 3000)).toBe('step 120 of 3,000');
    expect(stopWords([0, 120], 2, 3000)).toBe('the newest, step 3,000');
  });

  test('what is looked at, and where training is', () => {
    const view = { step: 120, isResting: true };
    expect(viewWords({ view: null, status: null })).toMatch(/^Nothing to look back at yet\./);
    expect(viewWords({ view: null, status: at(3000) })).toBe('Looking at the newest weights, step 3,000.');
    expect(viewWords({ view, status: at(3000) })).toBe('Looking at step 120. Training is at step 3,000.');
    expect(viewWords({ view, status: at(3000, 'running') })).toBe(
      'Looking at step 120. Training goes on, at step 3,000.',
    );
  });

  test('the memory of all branches', () => {
    expect(memoryWords(timeline(branch('root', [])))).toBe('');
    const two = timeline(branch('root', [1, 2]), branch('a', [3]));
    expect(memoryWords({ ...two, bytes: 43.2 * 2 ** 20 })).toBe('3 checkpoints, 43 of 64 MiB; older ones are thinned.');
    expect(memoryWords({ ...timeline(branch('root', [1])), bytes: 1000 })).toBe(
      '1 checkpoint, 1 of 64 MiB; older ones are thinned.',
    );
  });
});

test('faint curves: the other branches of the same tree, each from where it left its parent', () => {
  const curves = otherCurves(
    timeline(
      branch('old', [0]),
      branch('root', [0]),
      branch('a', [250], { id: 'root', step: 150 }),
      branch('b', [], { id: 'a', step: 220 }),
    ),
    'a',
  );
  expect(curves.map(({ id }) => id)).toEqual(['root', 'b']);
  expect(curves.map(({ trainPoints }) => trainPoints.map(({ step }) => step))).toEqual([
    [0, 100, 200, 300],
    [200, 300],
  ]);
  expect(curves.map(({ testPoints }) => testPoints.length)).toEqual([1, 0]);
});
