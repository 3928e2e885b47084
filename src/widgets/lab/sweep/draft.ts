/**
 * The plan as the dialog builds it: what an axis begins with, what a list of values may be, and how one part takes the place of another.
 * Plain functions of plain data.
 *
 * Deliberately not here: what a plan may be (`lab/sweep/plan.ts`), and React.
 */

import type { Environment, RunDescription } from '../../../engine/protocol';
import {
  isNumberAxis,
  MOST_VALUES,
  numberAxesFor,
  planProblem,
  sweptSchedules,
  valueProblem,
  valuesOf,
  type Axis,
  type AxisName,
  type NumberAxis,
  type NumberAxisName,
  type NumberValues,
  type SweepPlan,
} from '../../../lab/sweep/plan';
import { optimizerNames, type OptimizerName } from '../../../network/spec';
import { numberText, parseNumber, type NumberRule } from '../../../ui/numberInput';
import { batchSizeRule, coefficientSetting, corruptionSetting, learningRateRule } from '../../numberSettings';
import type { NumberSetting } from '../../numberSettings';

/** A plan without its base, which is the figure's run. */
export type Draft = Omit<SweepPlan, 'base'>;

/** The first question of most who sweep: which learning rate. */
export function firstDraft(base: RunDescription): Draft {
  const { learningRate } = base;
  const rate = (factor: number): number => Number((learningRate * factor).toPrecision(4));
  return {
    axes: [{ name: 'learningRate', values: { kind: 'logarithmic', from: rate(0.1), to: rate(10), count: 3 } }],
    seeds: { first: base.seeds.initialization, count: 1 },
    steps: 200,
    together: 1,
  };
}

function optimizersOf({ axes }: Draft, base: RunDescription): readonly OptimizerName[] {
  const swept = axes.flatMap((axis) => (axis.name === 'optimizer' ? axis.values : []));
  return swept.length === 0 ? [base.optimizer] : swept;
}

/** Hyper-parameters that an axis can be of: those of every optimizer in question, none twice. `own` is the name it has now. */
export function axisChoices(draft: Draft, base: RunDescription, own: AxisName | null): readonly AxisName[] {
  const taken = draft.axes.map(({ name }) => name).filter((name) => name !== own);
  const [rate, batch, ...others] = numberAxesFor(optimizersOf(draft, base));
  const offered: readonly (AxisName | undefined)[] = [rate, 'optimizer', batch, 'schedule', ...others];
  const names = offered.filter((name): name is AxisName => name !== undefined && !taken.includes(name));
  // Of an optimizer that was taken away since: it is named, and the plan says why it cannot be.
  return own === null || names.includes(own) ? names : [...names, own];
}

/** An axis as it begins, around what the base has. */
export function newAxis(name: AxisName, base: RunDescription): Axis {
  switch (name) {
    case 'optimizer':
      return {
        name,
        values: optimizerNames.filter((each) => each === base.optimizer || each === 'sgd' || each === 'adam'),
      };
    case 'schedule':
      return { name, values: ['constant', 'cosine'] };
    case 'learningRate':
      return firstDraft(base).axes[0] ?? { name, values: { kind: 'list', numbers: [0.01, 0.001] } };
    case 'batchSize':
      return { name, values: { kind: 'list', numbers: [16, 32, 64] } };
    case 'labelNoise':
      return { name, values: { kind: 'list', numbers: [0, 0.2, 0.4] } };
    case 'momentum':
    case 'rho':
    case 'beta1':
      return { name, values: { kind: 'list', numbers: [0.5, 0.9, 0.99] } };
    case 'beta2':
      return { name, values: { kind: 'list', numbers: [0.9, 0.99, 0.999] } };
    case 'epsilon':
      return { name, values: { kind: 'logarithmic', from: 1e-8, to: 1e-4, count: 3 } };
    case 'clipNorm':
      return { name, values: { kind: 'list', numbers: [0, 0.5, 1] } };
    case 'l1':
    case 'l2':
    case 'weightDecay':
      return { name, values: { kind: 'list', numbers: [0, 0.0001, 0.001] } };
    default:
      return name satisfies never;
  }
}

/** How a number of this axis is shown and typed. */
export function numberSetting(name: NumberAxisName): NumberSetting {
  if (name === 'learningRate') {
    return { label: 'Learning rate', rule: learningRateRule, scale: { kind: 'logarithmic' } };
  }
  if (name === 'batchSize') return { label: 'Batch size', rule: batchSizeRule, scale: { kind: 'doubling' } };
  return name === 'labelNoise' ? corruptionSetting('labelNoise') : coefficientSetting(name);
}

/** Equal factors have no zero. */
export function endRule(name: NumberAxisName, kind: NumberValues['kind']): NumberRule {
  const { rule } = numberSetting(name);
  return kind === 'logarithmic' && rule.minimum === 0 ? { ...rule, isPositive: true } : rule;
}

export type ParsedNumbers =
  | { readonly isValid: true; readonly numbers: readonly number[] }
  | { readonly isValid: false; readonly reason: string };

/** `0.1, 0.01 1e-3`: at least two values, each one that the run can have, none twice. */
export function parseNumbers(text: string, name: NumberAxisName, optimizers: readonly OptimizerName[]): ParsedNumbers {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const numbers: number[] = [];
  for (const part of parts) {
    const parsed = parseNumber(part, { name: `“${part}”` });
    if (!parsed.isValid)
      return { isValid: false, reason: `“${part}” is no number; put spaces or commas between values` };
    const problem = optimizers
      .map((optimizer) => valueProblem(name, optimizer, parsed.value))
      .find((words) => words !== null);
    if (problem !== undefined) return { isValid: false, reason: problem };
    if (numbers.includes(parsed.value))
      return { isValid: false, reason: `${numberText(parsed.value)} stands there twice` };
    numbers.push(parsed.value);
  }
  if (numbers.length < 2) return { isValid: false, reason: 'two values or more are needed to compare' };
  if (numbers.length > MOST_VALUES) return { isValid: false, reason: `at most ${MOST_VALUES} values can be compared` };
  return { isValid: true, numbers };
}

export function optimizersFor(draft: Draft, base: RunDescription): readonly OptimizerName[] {
  return optimizersOf(draft, base);
}

/** The same values, told another way. */
export function withKind(axis: NumberAxis, kind: NumberValues['kind']): NumberAxis {
  const numbers = valuesOf(axis).filter((value): value is number => typeof value === 'number');
  if (kind === 'list') return { ...axis, values: { kind, numbers } };
  const positive = kind === 'logarithmic' ? numbers.filter((value) => value > 0) : numbers;
  const [from = 1, to = 10] = [Math.min(...positive), Math.max(...positive)].filter(Number.isFinite);
  return { ...axis, values: { kind, from, to: to === from ? 10 * from : to, count: Math.max(2, numbers.length) } };
}

/** A choice taken or left, in the order of the list. */
export function withChoice(axis: Exclude<Axis, NumberAxis>, value: string, isTaken: boolean): Axis {
  const has = (each: string): boolean => (each === value ? isTaken : (axis.values as readonly string[]).includes(each));
  return axis.name === 'optimizer'
    ? { name: axis.name, values: optimizerNames.filter(has) }
    : { name: axis.name, values: sweptSchedules.filter(has) };
}

export function withAxis(draft: Draft, index: number, axis: Axis): Draft {
  return { ...draft, axes: draft.axes.map((before, at) => (at === index ? axis : before)) };
}

/** The values that a spaced axis spells out, for the line under it; empty for a list or for what cannot be. */
export function spacedWords(axis: Axis, draft: Draft, base: RunDescription): string {
  if (!isNumberAxis(axis) || axis.values.kind === 'list') return '';
  if (planProblem({ ...draft, base, axes: [axis], seeds: { first: 1, count: 1 } }) !== null) return '';
  return valuesOf(axis).map(String).join(', ');
}

/**
 * Steps a second of the figure's run: as measured while it trained, else from the race of the executors on LeNet-5 with batches of 32.
 * Null where neither says anything of this run.
 */
export function speedOf(
  measured: number | null,
  environment: Environment | null,
  { network, batchSize }: RunDescription,
): number | null {
  if (measured !== null) return measured;
  const stepMs = environment?.executors.find(({ name }) => name === environment.chosen)?.stepMs ?? null;
  return stepMs === null || network !== 'lenet5' ? null : (1000 / stepMs) * (32 / batchSize);
}
