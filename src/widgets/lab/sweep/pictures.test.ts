import { describe, expect, test } from 'vitest';
import { defaultDescription } from '../../../lab/runs';
import { expandPlan, type Axis, type SweepPlan } from '../../../lab/sweep/plan';
import { settingResults, type TrialRecord } from '../../../lab/sweep/results';
import type { Sweep } from '../../../lab/sweep/sweeper';
import { placesOf, plotOf, recordWords, settingCells, shadeOf, smallCharts } from './pictures';

const rates = (...numbers: number[]): Axis => ({ name: 'learningRate', values: { kind: 'list', numbers } });
function sweepOf(axes: readonly Axis[], seeds = 1): Sweep {
  const plan: SweepPlan = {
    base: defaultDescription,
    axes,
    seeds: { first: 1, count: seeds },
    steps: 40,
    together: 1,
  };
  return { id: 's', title: '', plan, expansion: expandPlan(plan) };
}
const trained = { testPoints: [], best: null, durationMs: 1, executor: 'wasm' };
const points = (...losses: number[]) => losses.map((loss, index) => ({ step: index + 1, loss, accuracy: 0.5 }));
const done = (accuracy: number, ...losses: number[]): TrialRecord => ({
  state: 'done',
  final: { step: 40, accuracy, loss: 0.25 },
  trainPoints: points(...losses),
  ...trained,
});
const diverged: TrialRecord = { state: 'diverged', atStep: 1012, trainPoints: points(2, 1e9), ...trained };

describe('small charts', () => {
  test('one for each setting with its seeds, the same axes for all, curves of trials under way too', () => {
    const sweep = sweepOf([rates(0.1, 0.01)], 2);
    const live = [{ trial: 3, step: 2, trainPoints: points(2.4, 2), testPoints: [] }];
    const { charts, x, y } = smallCharts(
      sweep,
      [done(0.9, 2.2, 0.5), done(0.8, 2, 1), diverged, { state: 'running' }],
      live,
    );
    expect(charts.map(({ title, curves }) => `${title}: ${curves.map(({ count }) => count).join(' ')}`)).toEqual([
      'learning rate 0.1: 2 2',
      'learning rate 0.01: 2 2',
    ]);
    expect(charts[1]?.curves[1]?.label).toBe('seed 2');
    expect(charts[1]?.curves[1]?.y(0)).toBe(2.4);
    expect(x).toEqual([0, 40]);
    // A loss of a thousand million does not press all others flat.
    expect(y[0]).toBeCloseTo(0.45, 12);
    expect(y[1]).toBeCloseTo(220, 9);
  });

  test('what became of a setting, in a few words', () => {
    const words = (records: TrialRecord[], seeds: number): string =>
      smallCharts(sweepOf([rates(0.1, 0.01)], seeds), [...records, ...records], []).charts[0]!.words.replaceAll(
        '\u00a0',
        ' ',
      );
    expect(words([done(0.961)], 1)).toBe('96.1 %');
    expect(words([diverged], 1)).toBe('diverged at step 1,012');
    expect(words([{ state: 'failed', words: 'No.' }], 1)).toBe('failed');
    expect(words([{ state: 'waiting' }], 1)).toBe('waits');
    expect(words([{ state: 'cancelled' }], 1)).toBe('cancelled');
    expect(words([done(0.9), done(0.92), done(0.94)], 3)).toBe('92.0 % ± 2.0 %, n = 3');
    expect(words([done(0.9), { state: 'running' }, { state: 'waiting' }], 3)).toBe('90.0 %, n = 1, under way');
    expect(words([done(0.9), done(0.92), diverged], 3)).toBe('91.0 % ± 1.4 %, n = 2, 1 of 3 diverged');
  });
});

describe('the places of values', () => {
  test.each<[string, Axis, number[]]>([
    ['far apart: by their logarithm', rates(0.001, 0.01, 0.1), [0, 0.5, 1]],
    ['near: in proportion', rates(0.1, 0.2, 0.3), [0, 0.5, 1]],
    ['with a zero: in proportion', { name: 'l2', values: { kind: 'list', numbers: [0, 0.1, 1] } }, [0, 0.1, 1]],
    ['in the order of the list', rates(0.3, 0.1, 0.2), [1, 0, 0.5]],
    ['words: in equal steps', { name: 'optimizer', values: ['sgd', 'adam'] }, [0.25, 0.75]],
  ])('%s', (_title, axis, places) => {
    for (const [index, place] of placesOf(axis).entries()) expect(place).toBeCloseTo(places[index]!, 9);
  });
});

test('one axis: means and all seeds, on an axis that holds them with room', () => {
  const { settings, y } = plotOf(sweepOf([rates(0.1, 0.01)], 2), [done(0.9), done(0.8), diverged, diverged]);
  expect(settings).toMatchObject([
    { title: '0.1', accuracies: [0.9, 0.8], diverged: 0, spread: { n: 2 } },
    { title: '0.01', accuracies: [], diverged: 2, spread: null },
  ]);
  expect(y[0]).toBeCloseTo(0.788, 9);
  expect(y[1]).toBeCloseTo(0.912, 9);
  expect(plotOf(sweepOf([rates(0.1, 0.01)]), [{ state: 'waiting' }, { state: 'waiting' }]).y).toEqual([0, 1]);
});

test('shades go from the worst mean to the best; what has none has no shade', () => {
  const results = settingResults(sweepOf([rates(0.1, 0.01, 0.001)]).expansion, [done(0.5), done(0.9), done(0.7)]);
  expect(results.map((result) => shadeOf(result, results))).toEqual([0, 1, expect.closeTo(0.5, 9)]);
  const [first] = settingResults(sweepOf([rates(0.1, 0.01)]).expansion, [diverged, done(0.9)]);
  expect(shadeOf(first, results)).toBeNull();
});

test('the cells of a setting and the words of a trial', () => {
  const [first] = settingResults(sweepOf([rates(0.1, 0.01)], 2).expansion, [done(0.9), diverged, done(1), done(1)]);
  expect(settingCells(first!).map((cell) => cell.replaceAll('\u00a0', ' '))).toEqual([
    '90.0 %',
    '–',
    '90.0 %',
    '90.0 %',
    '1 of 2, 1 diverged',
    '0.250',
  ]);
  const live = { trial: 0, step: 1200, trainPoints: [], testPoints: [] };
  expect(recordWords({ state: 'running' }, live)).toBe('at step 1,200');
  expect(recordWords({ state: 'failed', words: 'No engine.' }, undefined)).toBe('failed: No engine.');
  expect(recordWords(diverged, undefined)).toBe('diverged at step 1,012');
});
