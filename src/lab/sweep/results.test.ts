import { describe, expect, test } from 'vitest';
import { defaultDescription } from '../runs';
import { expandPlan, type SweepPlan } from './plan';
import { bestOf, bestSetting, bestTrial, settingResults, spreadOf, sweepCsv, type TrialRecord } from './results';
import type { SweepPhase } from './sweeper';
import { durationWords, endWords, planTitle, settingTitle, sweepLine, trialTitle, trialWords } from './words';

const plan: SweepPlan = {
  base: defaultDescription,
  axes: [{ name: 'learningRate', values: { kind: 'list', numbers: [0.1, 0.01] } }],
  seeds: { first: 1, count: 3 },
  steps: 40,
  together: 1,
};
const expansion = expandPlan(plan);
const curve = {
  trainPoints: [{ step: 40, loss: 0.5, accuracy: 0.8 }],
  testPoints: [],
  durationMs: 1234,
  executor: 'wasm',
};
const done = (accuracy: number, loss: number | null = 0.5): TrialRecord => ({
  state: 'done',
  final: { step: 40, accuracy, loss },
  best: { step: 40, accuracy, loss },
  ...curve,
});
const diverged: TrialRecord = { state: 'diverged', atStep: 1012, best: null, ...curve };
const waiting: TrialRecord = { state: 'waiting' };

describe('the spread over seeds', () => {
  // By hand: mean 5, squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 8 − 1.
  test('2 4 4 4 5 5 7 9: n = 8, mean 5, sample deviation √(32/7)', () => {
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({
      n: 8,
      mean: 5,
      deviation: Math.sqrt(32 / 7),
      minimum: 2,
      maximum: 9,
    });
  });
  test('one value has no deviation, none has nothing', () => {
    expect(spreadOf([0.5])).toEqual({ n: 1, mean: 0.5, deviation: null, minimum: 0.5, maximum: 0.5 });
    expect(spreadOf([])).toBeNull();
  });
  test('of each setting, over the seeds that are done', () => {
    const [first, second] = settingResults(expansion, [
      done(0.9, 0.3),
      done(0.8, 0.5),
      waiting,
      done(0.7),
      diverged,
      waiting,
    ]);
    expect(first).toMatchObject({
      setting: 0,
      diverged: 0,
      trials: 3,
      accuracy: { n: 2, minimum: 0.8, maximum: 0.9 },
      loss: { mean: 0.4 },
    });
    expect(first?.accuracy?.mean).toBeCloseTo(0.85, 12);
    expect(first?.accuracy?.deviation).toBeCloseTo(Math.SQRT1_2 / 10, 12);
    expect(second).toMatchObject({ setting: 1, diverged: 1, accuracy: { n: 1, deviation: null } });
  });
});

describe('the best', () => {
  test('of settings: the highest mean; none of which a seed diverged', () => {
    const records = [done(0.9), done(0.8), done(0.7), done(0.95), done(0.9), done(0.9)];
    expect(bestSetting(settingResults(expansion, records))).toBe(1);
    expect(bestSetting(settingResults(expansion, [...records.slice(0, 5), diverged]))).toBe(0);
    expect(
      bestSetting(
        settingResults(
          expansion,
          records.map(() => waiting),
        ),
      ),
    ).toBeNull();
  });
  test('of equal ones the lower loss, then the first', () => {
    expect(bestTrial([done(0.9, 0.4), done(0.9, 0.3), done(0.9, 0.3)])).toBe(1);
    expect(bestTrial([diverged, waiting, done(0.1)])).toBe(2);
    expect(bestTrial([diverged, waiting])).toBeNull();
    const same = [done(0.9, 0.4), done(0.9, 0.4), done(0.9, 0.4), done(0.9, 0.3), done(0.9, 0.3), done(0.9, 0.3)];
    expect(bestSetting(settingResults(expansion, same))).toBe(1);
  });
  test('on the way: the highest of the measured points and the end, the earliest of equal ones', () => {
    const points = [
      { step: 100, loss: 0.3, accuracy: 0.96 },
      { step: 250, loss: 0.2, accuracy: 0.97 },
    ];
    expect(bestOf(points, { step: 300, accuracy: 0.97, loss: 0.1 })?.step).toBe(250);
    expect(bestOf([], { step: 300, accuracy: 0.9, loss: null })).toEqual({ step: 300, accuracy: 0.9, loss: null });
    expect(bestOf([], null)).toBeNull();
  });
});

describe('in words', () => {
  test('a plan, a setting, a trial', () => {
    expect(planTitle(plan, [2])).toBe('learning rate × 2, 3 seeds');
    expect(settingTitle(plan, expansion, 1)).toBe('learning rate 0.01');
    expect(trialTitle(plan, expansion, 4)).toBe('learning rate 0.01, seed 2');
    const seeds = { ...plan, axes: [] };
    expect(trialTitle(seeds, expandPlan(seeds), 1)).toBe('seed 2');
    const optimizers: SweepPlan = {
      ...plan,
      axes: [{ name: 'optimizer', values: ['sgd', 'rmsprop'] }],
      seeds: { first: 1, count: 1 },
    };
    expect(trialTitle(optimizers, expandPlan(optimizers), 1)).toBe('optimizer RMSProp');
  });
  test('a trial that is done, the best, diverged, failed', () => {
    const records = [
      done(0.9),
      done(0.961),
      done(0.8),
      diverged,
      { state: 'failed', words: 'No engine.' } as const,
      waiting,
    ];
    const words = (index: number): string => trialWords(plan, expansion, records, index);
    expect(words(1)).toBe('Trial 2 of 6 done: learning rate 0.1, seed 2 reached 96.1 %, the best so far.');
    expect(words(2)).toBe('Trial 3 of 6 done: learning rate 0.1, seed 3 reached 80.0 %.');
    expect(words(3)).toBe('Trial 4 of 6 diverged at step 1,012: learning rate 0.01, seed 1.');
    expect(words(4)).toBe('Trial 5 of 6 failed: learning rate 0.01, seed 2. No engine.');
  });
  test('the end', () => {
    const records = [done(0.9), done(0.8), done(0.7), done(0.95), done(0.9), done(0.91)];
    expect(endWords(plan, expansion, records)).toBe(
      'The sweep is over. Best: learning rate 0.01 with 92.0 %, mean over 3 seeds.',
    );
    expect(
      endWords(
        plan,
        expansion,
        records.map(() => diverged),
      ),
    ).toBe('The sweep is over. No trial reached its last step.');
    const seeds = { ...plan, axes: [] };
    expect(endWords(seeds, expandPlan(seeds), records.slice(0, 3))).toBe(
      'The sweep is over. Mean over 3 seeds: 80.0 %.',
    );
  });
  test('the quiet line', () => {
    const records = [done(0.9), diverged, waiting, waiting];
    const line = (phase: SweepPhase, msLeft: number | null = null): string => sweepLine({ phase, records, msLeft });
    expect(line('going')).toBe('Sweep: 2 of 4');
    expect(line('going', 39_500)).toBe('Sweep: 2 of 4, 40 s left');
    expect(line('paused', 39_500)).toBe('Sweep: 2 of 4, paused');
    expect(line('elsewhere')).toBe('Sweep: 2 of 4, runs in another tab');
    expect(line('finished')).toBe('Sweep: all 4 trials have an end');
    expect(line('none')).toBe('');
  });
  test.each([
    [1, '1 s'],
    [39_001, '40 s'],
    [99_000, '99 s'],
    [100_000, '2 min'],
    [6_000_000, '1 h 40 min'],
  ])('%d ms: %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
});

test('as a file: one line for each trial, numbers in full', () => {
  const records = [done(0.961, 0.125), diverged, { state: 'failed', words: 'No.' } as const, waiting, waiting, waiting];
  expect(sweepCsv(plan, expansion, records).split('\r\n').slice(0, 4)).toEqual([
    'trial,learning rate,seed,state,step,test accuracy,test loss,best test accuracy,at step,last training loss,diverged at step,seconds,executor',
    '1,0.1,1,done,40,0.961,0.125,0.961,40,0.5,,1.234,wasm',
    '2,0.1,2,diverged,,,,,,0.5,1012,1.234,wasm',
    '3,0.1,3,failed,,,,,,,,,',
  ]);
});
