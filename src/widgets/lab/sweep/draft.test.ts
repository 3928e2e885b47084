import { describe, expect, test } from 'vitest';
import { defaultDescription } from '../../../lab/runs';
import { axisTitle, planProblem, valuesOf, type Axis, type NumberAxis } from '../../../lab/sweep/plan';
import { optimizerNames } from '../../../network/spec';
import { parseNumber } from '../../../ui/numberInput';
import {
  axisChoices,
  endRule,
  firstDraft,
  newAxis,
  numberSetting,
  parseNumbers,
  spacedWords,
  speedOf,
  withChoice,
  withKind,
  type Draft,
} from './draft';

const base = defaultDescription;
const draft = firstDraft(base);
const withAxes = (...axes: Axis[]): Draft => ({ ...draft, axes });

test('the first plan can be run: three learning rates around the present one', () => {
  expect(planProblem({ ...draft, base })).toBeNull();
  expect(spacedWords(draft.axes[0]!, draft, base)).toBe('0.0001, 0.001, 0.01');
});

test.each(optimizerNames)('%s: every hyper-parameter that is offered begins with values that can be', (optimizer) => {
  const own = { ...base, optimizer };
  const offered = axisChoices(withAxes(), own, null);
  expect(offered.slice(0, 4)).toEqual(['learningRate', 'optimizer', 'batchSize', 'schedule']);
  for (const name of offered) {
    const axis = newAxis(name, own);
    expect(planProblem({ ...withAxes(axis), base: own }), axisTitle(name)).toBeNull();
    if (name === 'optimizer' || name === 'schedule') continue;
    for (const value of valuesOf(axis)) {
      expect(parseNumber(String(value), numberSetting(name).rule).isValid, `${name} ${value}`).toBe(true);
    }
  }
});

test('a hyper-parameter is offered once, and only where every optimizer of the plan has it', () => {
  const optimizers: Axis = { name: 'optimizer', values: ['adam', 'sgd'] };
  const offered = axisChoices(withAxes(optimizers), base, null);
  expect(offered).not.toContain('optimizer');
  expect(offered).not.toContain('beta1');
  expect(axisChoices(withAxes(optimizers), base, 'optimizer')).toContain('optimizer');
  expect(axisChoices(withAxes(optimizers), base, 'beta1')).toContain('beta1');
});

describe('listed values', () => {
  const parsed = (text: string) => parseNumbers(text, 'momentum', ['momentum']);
  test('with spaces, commas or semicolons between them', () => {
    expect(parsed(' 0.5, 0.9;.99 9e-1').isValid).toBe(false);
    expect(parsed(' 0.5, 0.9;.99 1e-1')).toEqual({ isValid: true, numbers: [0.5, 0.9, 0.99, 0.1] });
  });
  test.each([
    ['0.5 much', /^“much” is no number; put spaces or commas between values$/],
    ['0.5 1', /^The momentum must be at least 0 and below 1, found 1\./],
    ['0.5 0.50', /^0\.5 stands there twice$/],
    ['0.5', /^two values or more are needed to compare$/],
    ['', /^two values or more are needed to compare$/],
    [Array.from({ length: 31 }, (_, index) => index / 100).join(' '), /^at most 30 values can be compared$/],
  ])('%s', (text, reason) => {
    const answer = parsed(text);
    expect(answer.isValid ? '' : answer.reason).toMatch(reason);
  });
});

test('the same values told another way; equal factors leave a zero out, and their ends may be none', () => {
  const axis: NumberAxis = { name: 'l2', values: { kind: 'list', numbers: [0, 0.001, 0.1] } };
  expect(withKind(axis, 'linear').values).toEqual({ kind: 'linear', from: 0, to: 0.1, count: 3 });
  expect(withKind(axis, 'logarithmic').values).toEqual({ kind: 'logarithmic', from: 0.001, to: 0.1, count: 3 });
  expect(parseNumber('0', endRule('l2', 'linear')).isValid).toBe(true);
  expect(parseNumber('0', endRule('l2', 'logarithmic')).isValid).toBe(false);
  const rates: NumberAxis = { name: 'learningRate', values: { kind: 'logarithmic', from: 1, to: 0.01, count: 3 } };
  expect(withKind(rates, 'list').values).toEqual({ kind: 'list', numbers: [1, 0.1, 0.01] });
});

test('choices stay in the order of the list', () => {
  const axis = { name: 'optimizer', values: ['adam'] } as const;
  expect(withChoice(axis, 'sgd', true).values).toEqual(['sgd', 'adam']);
  expect(withChoice(axis, 'adam', false).values).toEqual([]);
});

test('the speed: as measured, else from the race where it says something of this run', () => {
  const environment = {
    executors: [{ name: 'wasm', available: true, detail: '', stepMs: 4 }],
    chosen: 'wasm',
    reason: '',
  } as const;
  expect(speedOf(50, environment, base)).toBe(50);
  expect(speedOf(null, environment, base)).toBe(250);
  expect(speedOf(null, environment, { ...base, batchSize: 64 })).toBe(125);
  expect(speedOf(null, environment, { ...base, network: 'resnet-8' })).toBeNull();
  expect(speedOf(null, null, base)).toBeNull();
});
