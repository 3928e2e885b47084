/**
 * What a sweep is to try, as plain data, and the one function that spells it out into trials.
 *
 * Picture: a base description and up to three axes. Each axis is a hyper-parameter with its values; the grid of all combinations are the
 * settings, and each setting is trained once for each seed. A plan that cannot be is refused in words before anything is trained.
 *
 * Values are checked by the rules that every run obeys (`network/hyperparameters.ts`, `network/schedule.ts`, `data/corruption.ts`).
 * Deliberately not here: running (`sweeper.ts`), results (`results.ts`), sentences about a sweep (`words.ts`). The file is long because
 * the plan, its checks and its expansion are one table of axes.
 */

import { corruptionProblem, corruptionRules } from '../../data/corruption';
import type { RunDescription } from '../../engine/protocol';
import {
  batchSizeLimits,
  coefficientNames,
  coefficientsKept,
  defaultLearningRates,
  hyperparameterProblem,
  hyperparameterRules,
  optimizerTitles,
  seedLimits,
  type CoefficientName,
} from '../../network/hyperparameters';
import { scheduleTitles, type Schedule } from '../../network/schedule';
import { optimizerNames, type OptimizerName } from '../../network/spec';

export const numberAxisNames = ['learningRate', 'batchSize', ...coefficientNames, 'labelNoise'] as const;
export type NumberAxisName = (typeof numberAxisNames)[number];
export type AxisName = NumberAxisName | 'optimizer' | 'schedule';

/** A range test is a sweep of its own, within one run, and is none of these. */
export const sweptSchedules = ['constant', 'step', 'cosine'] as const;
export type SweptSchedule = (typeof sweptSchedules)[number];

export type NumberValues =
  | { readonly kind: 'list'; readonly numbers: readonly number[] }
  /** Both ends are values; by the same factor, or by the same difference, from one to the next. */
  | { readonly kind: 'logarithmic' | 'linear'; readonly from: number; readonly to: number; readonly count: number };

export type NumberAxis = { readonly name: NumberAxisName; readonly values: NumberValues };
export type Axis =
  | NumberAxis
  | { readonly name: 'optimizer'; readonly values: readonly OptimizerName[] }
  | { readonly name: 'schedule'; readonly values: readonly SweptSchedule[] };

export type AxisValue = number | OptimizerName | SweptSchedule;

export interface SweepPlan {
  /** What no axis changes stays as it is here. */
  readonly base: RunDescription;
  /** At most three. */
  readonly axes: readonly Axis[];
  /** Each setting is trained with seeds first, first + 1 …; a seed drives initialization and order, as everywhere. */
  readonly seeds: { readonly first: number; readonly count: number };
  /** Of each trial. */
  readonly steps: number;
  /** How many trials are trained at once: 1 is one after the other. */
  readonly together: number;
}

/** One point of the grid: a value for each axis of the plan, in its order. */
export interface Setting {
  readonly values: readonly AxisValue[];
}

export interface Trial {
  /** Index of its setting. */
  readonly setting: number;
  readonly seed: number;
  readonly description: RunDescription;
}

export interface Expansion {
  readonly settings: readonly Setting[];
  /** Those of one setting stand together, in order of their seeds. */
  readonly trials: readonly Trial[];
}

/** Which part of a plan cannot be, and why in words. A number is the index of an axis. */
export interface PlanProblem {
  readonly part: number | 'axes' | 'seeds' | 'steps' | 'together' | 'size';
  readonly words: string;
}

export const MOST_AXES = 3;
export const MOST_TRIALS = 60;
export const MOST_VALUES = 30;
export const stepLimits = { minimum: 1, maximum: 1_000_000 } as const;
export const togetherLimits = { minimum: 1, maximum: 4 } as const;
export const seedCountLimits = { minimum: 1, maximum: 30 } as const;

const ownTitles = { batchSize: 'batch size', optimizer: 'optimizer', schedule: 'schedule' } as const;

/** As people read it, in the middle of a sentence. */
export function axisTitle(name: AxisName): string {
  if (name === 'labelNoise') return corruptionRules.labelNoise.name;
  return name in ownTitles
    ? ownTitles[name as keyof typeof ownTitles]
    : hyperparameterRules[name as CoefficientName | 'learningRate'].title;
}

export function isNumberAxis(axis: Axis): axis is NumberAxis {
  return axis.name !== 'optimizer' && axis.name !== 'schedule';
}

/** `0.001`, `Adam`, `cosine`. */
export function valueTitle(name: AxisName, value: AxisValue): string {
  if (typeof value === 'number') return numberTitle(value);
  return name === 'optimizer' ? optimizerTitles[value as OptimizerName] : scheduleTitles[value as SweptSchedule];
}

function numberTitle(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-6 || size >= 1e9) ? value.toExponential() : String(value);
}

/** The values of an axis, spelt out. Spaced ones have four digits that count, so that they can be read and typed again. */
export function valuesOf(axis: Axis): readonly AxisValue[] {
  return isNumberAxis(axis) ? numbersOf(axis.name, axis.values) : axis.values;
}

function numbersOf(name: NumberAxisName, values: NumberValues): readonly number[] {
  if (values.kind === 'list') return values.numbers;
  const { kind, from, to, count } = values;
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return from;
    if (index === count - 1) return to;
    const share = index / (count - 1);
    const between = kind === 'linear' ? from + share * (to - from) : from * (to / from) ** share;
    return name === 'batchSize' ? Math.round(between) : Number(between.toPrecision(4));
  });
}

/** Which number axes a run with these optimizers can have. */
export function numberAxesFor(optimizers: readonly OptimizerName[]): readonly NumberAxisName[] {
  return numberAxisNames.filter((name) =>
    optimizers.every((optimizer) => valueProblem(name, optimizer, exampleOf(name)) === null),
  );
}

/** Something to try. */
function exampleOf(name: NumberAxisName): number {
  if (name === 'batchSize') return 32;
  return name === 'labelNoise' ? 0.2 : hyperparameterRules[name].example;
}

/** Why a number axis cannot have this value, in words; null when it can. */
export function valueProblem(name: NumberAxisName, optimizer: OptimizerName, value: number): string | null {
  if (name === 'labelNoise') return corruptionProblem({ labelNoise: value });
  if (name !== 'batchSize') return hyperparameterProblem(optimizer, name, value);
  const { minimum, maximum } = batchSizeLimits;
  return isWholeWithin(value, batchSizeLimits)
    ? null
    : `The batch size must be a whole number from ${minimum} to ${maximum}, found ${value}. 32 is usual.`;
}

function isWholeWithin(value: number, { minimum, maximum }: { readonly minimum: number; readonly maximum: number }) {
  return Number.isSafeInteger(value) && value >= minimum && value <= maximum;
}

/** How many trials a plan has, whether it can be or not. */
export function trialCount({ axes, seeds }: Pick<SweepPlan, 'axes' | 'seeds'>): number {
  return axes.reduce((count, axis) => count * valueCount(axis), seeds.count);
}
function valueCount(axis: Axis): number {
  if (!isNumberAxis(axis)) return axis.values.length;
  return axis.values.kind === 'list' ? axis.values.numbers.length : axis.values.count;
}

/** The first thing that cannot be; null for a plan that can be run. */
export function planProblem(plan: SweepPlan): PlanProblem | null {
  const { axes, seeds, steps, together, base } = plan;
  if (axes.length > MOST_AXES) {
    return { part: 'axes', words: `A sweep has at most ${MOST_AXES} axes, found ${axes.length}. Take one away.` };
  }
  const optimizers = axes.flatMap((axis) => (axis.name === 'optimizer' ? axis.values : []));
  for (const [index, axis] of axes.entries()) {
    const words =
      axes.findIndex(({ name }) => name === axis.name) < index
        ? `The ${axisTitle(axis.name)} stands on two axes. Take one of them away.`
        : axisProblem(axis, optimizers.length === 0 ? [base.optimizer] : optimizers);
    if (words !== null) return { part: index, words };
  }
  if (!isWholeWithin(seeds.count, seedCountLimits)) {
    const { minimum, maximum } = seedCountLimits;
    return {
      part: 'seeds',
      words: `The number of seeds must be a whole number from ${minimum} to ${maximum}, found ${seeds.count}. 3 show a spread.`,
    };
  }
  const lastFirst = { ...seedLimits, maximum: seedLimits.maximum - seeds.count + 1 };
  if (!isWholeWithin(seeds.first, lastFirst)) {
    return {
      part: 'seeds',
      words: `The first seed must be a whole number from 0 to ${grouped(lastFirst.maximum)}, found ${seeds.first}. 1 is usual.`,
    };
  }
  if (!isWholeWithin(steps, stepLimits)) {
    return {
      part: 'steps',
      words: `The number of steps must be a whole number from 1 to ${grouped(stepLimits.maximum)}, found ${steps}. 200 show a first difference.`,
    };
  }
  if (!isWholeWithin(together, togetherLimits)) {
    return {
      part: 'together',
      words: `From 1 to ${togetherLimits.maximum} trials can be trained at once, found ${together}. 1 is one after the other.`,
    };
  }
  const count = trialCount(plan);
  if (count < 2) {
    return { part: 'axes', words: 'Nothing varies yet. Add a hyper-parameter, or choose 2 seeds or more.' };
  }
  if (count > MOST_TRIALS) {
    const factors = [...axes.map(valueCount), seeds.count].filter((factor) => factor > 1).join(' × ');
    return {
      part: 'size',
      words:
        `A sweep has at most ${MOST_TRIALS} trials, because each is a whole training and more of them can hardly be looked at; ` +
        `this plan has ${factors} = ${grouped(count)}. Take fewer values or fewer seeds.`,
    };
  }
  return null;
}

function axisProblem(axis: Axis, optimizers: readonly OptimizerName[]): string | null {
  const title = axisTitle(axis.name);
  if (!isNumberAxis(axis)) return countProblem(title, axis.values) ?? choiceProblem(axis);
  const { name, values } = axis;
  const problemOf = (value: number): string | null =>
    optimizers.map((optimizer) => valueProblem(name, optimizer, value)).find((words) => words !== null) ?? null;
  if (values.kind !== 'list') {
    const { from, to, count, kind } = values;
    if (!isWholeWithin(count, { minimum: 2, maximum: MOST_VALUES })) {
      return `The ${title} needs a whole number of values from 2 to ${MOST_VALUES}, found ${count}. 3 are a beginning.`;
    }
    const end = problemOf(from) ?? problemOf(to);
    if (end !== null) return end;
    if (kind === 'logarithmic' && !(from > 0 && to > 0)) {
      return `Values of the ${title} by factors need two positive ends, found ${numberTitle(from)} and ${numberTitle(to)}. Space them by steps, or list them.`;
    }
  }
  const numbers = numbersOf(name, values);
  return countProblem(title, numbers) ?? numbers.map(problemOf).find((words) => words !== null) ?? null;
}

function choiceProblem(axis: Exclude<Axis, NumberAxis>): string | null {
  const known: readonly string[] = axis.name === 'optimizer' ? optimizerNames : sweptSchedules;
  const unknown = axis.values.find((value) => !known.includes(value));
  if (unknown === undefined) return null;
  return `The ${axis.name} of a sweep must be one of ${known.join(', ')}, found “${unknown}”. Leave it out.`;
}

function countProblem(title: string, values: readonly (number | string)[]): string | null {
  if (values.length < 2) {
    return `The ${title} needs 2 values or more to be compared, found ${values.length}. Add one, or take the axis away.`;
  }
  if (values.length > MOST_VALUES) {
    return `The ${title} can have at most ${MOST_VALUES} values, found ${grouped(values.length)}. Take some away.`;
  }
  const twice = values.find((value, index) => values.indexOf(value) < index);
  return twice === undefined ? null : `The ${title} has the value ${twice} twice. Leave one out.`;
}

/**
 * Spells a plan out. The first axis changes slowest; the seeds of a setting stand together.
 *
 * @throws RangeError with the words of `planProblem`
 */
export function expandPlan(plan: SweepPlan): Expansion {
  const problem = planProblem(plan);
  if (problem !== null) throw new RangeError(problem.words);
  let settings: readonly Setting[] = [{ values: [] }];
  for (const axis of plan.axes) {
    settings = settings.flatMap(({ values }) => valuesOf(axis).map((value) => ({ values: [...values, value] })));
  }
  const seeds = Array.from({ length: plan.seeds.count }, (_, index) => plan.seeds.first + index);
  return {
    settings,
    trials: settings.flatMap(({ values }, setting) =>
      seeds.map((seed) => ({ setting, seed, description: describedTrial(plan, values, seed) })),
    ),
  };
}

/**
 * The description of one trial. An optimizer comes with its own coefficients, and with its usual learning rate where the base had the
 * usual one of its optimizer and no axis says another: as when it is chosen in a figure.
 */
function describedTrial({ base, axes, steps }: SweepPlan, values: readonly AxisValue[], seed: number): RunDescription {
  const chosen = new Map<AxisName, AxisValue>(axes.map(({ name }, index) => [name, values[index] ?? 0]));
  const optimizer = (chosen.get('optimizer') ?? base.optimizer) as OptimizerName;
  const isUsualRate = base.learningRate === defaultLearningRates[base.optimizer];
  const numbers = [...chosen].filter((entry): entry is [AxisName, number] => typeof entry[1] === 'number');
  const own = numbers.filter(([name]) => coefficientNames.some((coefficient) => coefficient === name));
  const given = base.coefficients ?? {};
  const coefficients = {
    ...(optimizer === base.optimizer ? given : coefficientsKept(optimizer, given)),
    ...Object.fromEntries(own),
  };
  const schedule = chosen.get('schedule') as SweptSchedule | undefined;
  const labelNoise = chosen.get('labelNoise') as number | undefined;
  return {
    ...base,
    optimizer,
    learningRate:
      (chosen.get('learningRate') as number | undefined) ??
      (optimizer !== base.optimizer && isUsualRate ? defaultLearningRates[optimizer] : base.learningRate),
    batchSize: (chosen.get('batchSize') as number | undefined) ?? base.batchSize,
    ...(base.coefficients === undefined && Object.keys(coefficients).length === 0 ? {} : { coefficients }),
    ...(schedule === undefined ? {} : { schedule: scheduleOver(schedule, steps, base.schedule) }),
    ...(labelNoise === undefined ? {} : { corruption: { ...base.corruption, labelNoise } }),
    seeds: { ...base.seeds, initialization: seed, order: seed },
  };
}

/** The base's own where it is of this kind; else one that fits the trial's length: three stages, or half a cosine. */
function scheduleOver(kind: SweptSchedule, steps: number, base: Schedule | undefined): Schedule {
  if (base?.kind === kind) return base;
  const warmUp = base?.warmUpSteps === undefined ? {} : { warmUpSteps: base.warmUpSteps };
  switch (kind) {
    case 'constant':
      return { kind, ...warmUp };
    case 'step':
      return { kind, every: Math.max(1, Math.ceil(steps / 3)), factor: 0.5, ...warmUp };
    case 'cosine':
      return { kind, steps, ...warmUp };
    default:
      return kind satisfies never;
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
