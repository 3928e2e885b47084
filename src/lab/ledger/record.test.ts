import { describe, expect, test } from 'vitest';
import { MOST_POINTS } from '../curve';
import { columnsOf, keptRun, pointsOf, runNameProblem, runNotesProblem } from './record';
import { checkedCurves, checkedSummary } from './recordCheck';
import { factsFor, testRun } from './testRuns';

const point = (step: number, loss: number, accuracy = 0.5) => ({ step, loss, accuracy });

describe('figures', () => {
  test('the last and the best, each with its step', () => {
    const { figures } = keptRun(
      factsFor('a'),
      '',
      [point(10, 2), point(20, 0.5), point(30, 0.8)],
      [point(20, 0.6, 0.9), point(30, 0.7, 0.85)],
    ).summary;
    expect(figures).toEqual({
      loss: 0.8,
      testLoss: 0.7,
      testAccuracy: 0.85,
      bestLoss: { step: 20, value: 0.5 },
      bestTestAccuracy: { step: 20, value: 0.9 },
    });
  });

  test('a run that diverged has a best from before, and says that its last loss is no number', () => {
    const { figures } = keptRun(factsFor('a'), '', [point(10, 2), point(20, NaN)], []).summary;
    expect(figures).toEqual({
      loss: NaN,
      testLoss: null,
      testAccuracy: null,
      bestLoss: { step: 10, value: 2 },
      bestTestAccuracy: null,
    });
  });
});

test('20,000 points become at most 5,000, and the spike among them is still there', () => {
  const points = Array.from({ length: 20_000 }, (_, index) =>
    point(index + 1, index === 12_345 ? 99 : 1 / (1 + index)),
  );
  const { summary, curves } = keptRun(factsFor('a', { steps: 20_000 }), '', points, []);
  expect(curves.train.steps.length).toBeLessThanOrEqual(MOST_POINTS);
  expect(pointsOf(curves.train)).toContainEqual(point(12_346, 99));
  expect(pointsOf(curves.train).at(-1)?.step).toBe(20_000);
  expect(summary.thumbnail).toHaveLength(64);
  expect(summary.thumbnail).toContain(99);
});

test('points come back from their columns as they were', () => {
  const points = [point(1, 0.1, 0.2), point(2, Infinity, 0)];
  expect(pointsOf(columnsOf(points))).toEqual(points);
});

describe('what comes back from storage is checked', () => {
  const { summary, curves } = testRun('a', { parent: { id: 'b', step: 20 }, sweep: { id: 's', title: 'rates' } });

  test('what was written is what is read', () => {
    expect(checkedSummary(structuredClone(summary), 'record')).toEqual(summary);
    expect(checkedCurves(structuredClone(curves), 'curves')).toEqual(curves);
    const diverged = keptRun(factsFor('d'), '', [point(10, NaN)], []).summary;
    expect(checkedSummary(structuredClone(diverged), 'record')).toEqual(diverged);
  });

  test.each<[object, string]>([
    [{ version: 1 }, 'record.version: expected 2, found 1'],
    [{ id: '<img>' }, 'record.id: expected an id of letters, digits and hyphens, found “<img>”'],
    [{ steps: 1.5 }, 'record.steps: expected a whole number, found 1.5'],
    [{ begunAt: NaN }, 'record.begunAt: expected a number from 0'],
    [{ isPinned: 1 }, 'record.isPinned: expected true or false, found 1'],
    [{ history: [{ step: 1, change: { learningRate: 'x' } }] }, 'record.history[0].change.learningRate: expected'],
    [{ parent: { id: 'x', step: -1 } }, 'record.parent.step: expected a number from 0 to 9007199254740991, found -1'],
    [{ figures: { ...summary.figures, loss: '0' } }, 'record.figures.loss: expected a number, found “0”'],
    [{ thumbnail: ['x'] }, 'record.thumbnail[0]: expected'],
    [
      { name: 'x'.repeat(61) },
      'record.name: expected a name (The name of a run is to have at most 60 characters, found 61.',
    ],
    [{ origin: null }, 'record.origin: expected a record, found null'],
    [{ executor: 'wasm' }, 'record.executor: expected a record, found “wasm”'],
  ])('%j', (change, message) => {
    expect(() => checkedSummary({ ...summary, ...change }, 'record')).toThrow(message);
  });

  test('columns of different lengths', () => {
    const broken = { ...curves, train: { ...curves.train, loss: new Float64Array(1) } };
    expect(() => checkedCurves(broken, 'curves')).toThrow('curves.train: expected columns of one length, found 1');
  });
});

test('names and notes that cannot be, in words', () => {
  expect(runNameProblem('A name, 名前 🙂')).toBeNull();
  expect(runNameProblem('')).toBeNull();
  expect(runNameProblem('a\u202eb')).toMatch(/letters that can be seen, found control characters/);
  expect(runNameProblem('x'.repeat(61))).toMatch(/at most 60 characters, found 61/);
  expect(runNotesProblem('two\nlines\tand a tab')).toBeNull();
  expect(runNotesProblem('a\u0000')).toMatch(/found control characters/);
  expect(runNotesProblem('x'.repeat(4001))).toMatch(/at most 4,000 characters, found 4,001/);
});
