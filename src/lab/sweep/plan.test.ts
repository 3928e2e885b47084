import { describe, expect, test } from 'vitest';
import { defaultDescription } from '../runs';
import {
  expandPlan,
  MOST_TRIALS,
  numberAxesFor,
  planProblem,
  trialCount,
  valuesOf,
  type Axis,
  type NumberAxisName,
  type SweepPlan,
} from './plan';

const plan = (change: Partial<SweepPlan> = {}): SweepPlan => ({
  base: defaultDescription,
  axes: [{ name: 'learningRate', values: { kind: 'list', numbers: [0.1, 0.01] } }],
  seeds: { first: 1, count: 1 },
  steps: 200,
  together: 1,
  ...change,
});
const spaced = (
  kind: 'logarithmic' | 'linear',
  from: number,
  to: number,
  count: number,
  name: NumberAxisName,
): Axis => ({
  name,
  values: { kind, from, to, count },
});
const listed = (name: NumberAxisName, ...numbers: number[]): Axis => ({ name, values: { kind: 'list', numbers } });
const wordsOf = (change: Partial<SweepPlan>): string => planProblem(plan(change))?.words ?? '';

describe('the values of an axis', () => {
  test.each([
    [
      '0.0001 … 0.1, 4 by equal factors',
      spaced('logarithmic', 0.0001, 0.1, 4, 'learningRate'),
      [0.0001, 0.001, 0.01, 0.1],
    ],
    ['from large to small', spaced('logarithmic', 1, 0.01, 3, 'learningRate'), [1, 0.1, 0.01]],
    ['four digits between the ends', spaced('logarithmic', 0.001, 0.01, 3, 'learningRate'), [0.001, 0.003162, 0.01]],
    ['ends as they were typed', spaced('linear', 0.123456, 0.654321, 3, 'labelNoise'), [0.123456, 0.3889, 0.654321]],
    ['0 … 0.4, 5 by equal differences', spaced('linear', 0, 0.4, 5, 'labelNoise'), [0, 0.1, 0.2, 0.3, 0.4]],
    ['whole batch sizes', spaced('logarithmic', 8, 128, 5, 'batchSize'), [8, 16, 32, 64, 128]],
    ['as they are listed', listed('momentum', 0.9, 0.5), [0.9, 0.5]],
  ])('%s', (_title, axis, values) => {
    expect(valuesOf(axis)).toEqual(values);
  });
});

describe('expansion', () => {
  test('the first axis changes slowest, the seeds of a setting stand together', () => {
    const { settings, trials } = expandPlan(
      plan({
        axes: [listed('learningRate', 0.1, 0.01), { name: 'optimizer', values: ['sgd', 'adam'] }],
        seeds: { first: 5, count: 2 },
      }),
    );
    expect(settings.map(({ values }) => values.join(' '))).toEqual(['0.1 sgd', '0.1 adam', '0.01 sgd', '0.01 adam']);
    expect(trials.map(({ setting, seed }) => `${setting}/${seed}`)).toEqual([
      '0/5',
      '0/6',
      '1/5',
      '1/6',
      '2/5',
      '2/6',
      '3/5',
      '3/6',
    ]);
    expect(trials[5]?.description).toEqual({
      ...defaultDescription,
      optimizer: 'sgd',
      learningRate: 0.01,
      seeds: { ...defaultDescription.seeds, initialization: 6, order: 6 },
    });
  });

  test('seeds alone', () => {
    const { settings, trials } = expandPlan(plan({ axes: [], seeds: { first: 1, count: 3 } }));
    expect(settings).toEqual([{ values: [] }]);
    expect(trials.map(({ description }) => description.seeds)).toEqual([
      { initialization: 1, order: 1, generator: 1 },
      { initialization: 2, order: 2, generator: 1 },
      { initialization: 3, order: 3, generator: 1 },
    ]);
  });

  test('an optimizer comes with its usual rate where the base had its own, and keeps penalties only', () => {
    const base = { ...defaultDescription, coefficients: { beta1: 0.5, l2: 0.001 } };
    const axes: Axis[] = [{ name: 'optimizer', values: ['adam', 'sgd'] }];
    const usual = expandPlan(plan({ base, axes })).trials.map(({ description }) => description);
    expect(usual.map(({ learningRate }) => learningRate)).toEqual([0.001, 0.05]);
    expect(usual.map(({ coefficients }) => coefficients)).toEqual([{ beta1: 0.5, l2: 0.001 }, { l2: 0.001 }]);
    const own = expandPlan(plan({ base: { ...base, learningRate: 0.003 }, axes })).trials;
    expect(own.map(({ description }) => description.learningRate)).toEqual([0.003, 0.003]);
  });

  test('schedules fit the length of a trial; the one of the base stays as it is; a warm-up stays', () => {
    const base = { ...defaultDescription, schedule: { kind: 'cosine', steps: 900, warmUpSteps: 10 } as const };
    const axes: Axis[] = [{ name: 'schedule', values: ['constant', 'step', 'cosine'] }];
    expect(expandPlan(plan({ base, axes })).trials.map(({ description }) => description.schedule)).toEqual([
      { kind: 'constant', warmUpSteps: 10 },
      { kind: 'step', every: 67, factor: 0.5, warmUpSteps: 10 },
      { kind: 'cosine', steps: 900, warmUpSteps: 10 },
    ]);
    expect(expandPlan(plan({ axes })).trials[2]?.description.schedule).toEqual({ kind: 'cosine', steps: 200 });
  });

  test('coefficients and wrong labels go where a run has them, and the rest of both stays', () => {
    const base = { ...defaultDescription, coefficients: { l2: 0.1 }, corruption: { leak: 0.2 } };
    const { trials } = expandPlan(plan({ base, axes: [listed('beta1', 0.8, 0.9), listed('labelNoise', 0, 0.5)] }));
    expect(trials[3]?.description).toMatchObject({
      coefficients: { l2: 0.1, beta1: 0.9 },
      corruption: { leak: 0.2, labelNoise: 0.5 },
    });
  });

  test('a plan that cannot be is not expanded', () => {
    expect(() => expandPlan(plan({ steps: 0 }))).toThrow(/The number of steps must be a whole number from 1/);
  });
});

describe('what cannot be is refused in words', () => {
  const rates = listed('learningRate', 0.1, 0.01);
  test.each<[string, Partial<SweepPlan>, number | string, RegExp]>([
    [
      'nothing varies',
      { axes: [] },
      'axes',
      /^Nothing varies yet\. Add a hyper-parameter, or choose 2 seeds or more\.$/,
    ],
    ['one value', { axes: [listed('l2', 1)] }, 0, /^The L2 penalty needs 2 values or more to be compared, found 1\./],
    ['a value twice', { axes: [listed('l2', 1, 0, 1)] }, 0, /^The L2 penalty has the value 1 twice\. Leave one out\.$/],
    ['two axes of one name', { axes: [rates, rates] }, 1, /^The learning rate stands on two axes\./],
    [
      'a rate of 0',
      { axes: [listed('learningRate', 0.1, 0)] },
      0,
      /^The learning rate must be a positive number, found 0\./,
    ],
    [
      'a momentum of 1',
      { axes: [{ name: 'optimizer', values: ['momentum', 'nesterov'] }, listed('momentum', 0.9, 1)] },
      1,
      /^The momentum must be at least 0 and below 1, found 1\./,
    ],
    ['a momentum for Adam', { axes: [listed('momentum', 0.5, 0.9)] }, 0, /^adam has no setting “momentum”/],
    [
      'a momentum where one optimizer has none',
      { axes: [{ name: 'optimizer', values: ['momentum', 'sgd'] }, listed('momentum', 0.5, 0.9)] },
      1,
      /^sgd has no setting “momentum”/,
    ],
    [
      'a broken batch',
      { axes: [listed('batchSize', 16, 16.5)] },
      0,
      /^The batch size must be a whole number from 1 to 512, found 16\.5\./,
    ],
    [
      'a batch of 1,000',
      { axes: [listed('batchSize', 16, 1000)] },
      0,
      /^The batch size must be a whole number from 1 to 512, found 1000\./,
    ],
    [
      'too much noise',
      { axes: [listed('labelNoise', 0, 1.5)] },
      0,
      /^The share of wrong labels must be a number from 0 to 1, found 1\.5\./,
    ],
    [
      'factors from 0',
      { axes: [spaced('logarithmic', 0, 1, 3, 'l2')] },
      0,
      /by factors need two positive ends, found 0 and 1\. Space them by steps/,
    ],
    ['equal ends', { axes: [spaced('linear', 1, 1, 3, 'l2')] }, 0, /^The L2 penalty has the value 1 twice/],
    [
      'half a value',
      { axes: [spaced('linear', 0, 1, 2.5, 'l2')] },
      0,
      /a whole number of values from 2 to 30, found 2\.5/,
    ],
    [
      'an unknown optimizer',
      { axes: [{ name: 'optimizer', values: ['sgd', 'lion' as 'sgd'] }] },
      0,
      /^The optimizer of a sweep must be one of sgd, .*, found “lion”\./,
    ],
    ['four axes', { axes: [rates, rates, rates, rates] }, 'axes', /^A sweep has at most 3 axes, found 4\./],
    [
      'no seed',
      { seeds: { first: 1, count: 0 } },
      'seeds',
      /^The number of seeds must be a whole number from 1 to 30, found 0\./,
    ],
    [
      'seeds beyond the last',
      { seeds: { first: 4_294_967_295, count: 2 } },
      'seeds',
      /^The first seed must be a whole number from 0 to 4,294,967,294, found 4294967295\./,
    ],
    [
      'half a step',
      { steps: 1.5 },
      'steps',
      /^The number of steps must be a whole number from 1 to 1,000,000, found 1\.5\./,
    ],
    ['nine at once', { together: 9 }, 'together', /^From 1 to 4 trials can be trained at once, found 9\./],
  ])('%s', (_title, change, part, words) => {
    const problem = planProblem(plan(change));
    expect(problem?.part).toBe(part);
    expect(problem?.words).toMatch(words);
  });

  test(`${MOST_TRIALS} trials can be, one more cannot, and the message says how many there are`, () => {
    const axes = [spaced('linear', 0, 1, 10, 'labelNoise'), listed('learningRate', 0.1, 0.01)];
    expect(trialCount(plan({ axes, seeds: { first: 1, count: 3 } }))).toBe(60);
    expect(planProblem(plan({ axes, seeds: { first: 1, count: 3 } }))).toBeNull();
    expect(wordsOf({ axes, seeds: { first: 1, count: 4 } })).toBe(
      'A sweep has at most 60 trials, because each is a whole training and more of them can hardly be looked at; this plan has 10 × 2 × 4 = 80. Take fewer values or fewer seeds.',
    );
  });
});

test('only what all optimizers have can be an axis', () => {
  expect(numberAxesFor(['adam'])).toContain('beta1');
  expect(numberAxesFor(['adam', 'sgd'])).not.toContain('beta1');
  expect(numberAxesFor(['sgd'])).toEqual([
    'learningRate',
    'batchSize',
    'l1',
    'l2',
    'weightDecay',
    'clipNorm',
    'labelNoise',
  ]);
});
