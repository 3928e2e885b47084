/**
 * The numbers that a training run may change between two steps: which there are, which optimizer has which, what is usual, and what is
 * allowed.
 *
 * Picture: each is a scalar slot of the training graph under its own name, so that changing one compiles nothing. The learning rate
 * and four others belong to every optimizer; an optimizer's own are what its update rule needs besides.
 *
 * Deliberately not here: what they do (`optimizer.ts`, `graph/ops/`), and how the learning rate changes by itself (`schedule.ts`).
 */

import type { OptimizerName } from './spec';

export const coefficientNames = [
  'momentum',
  'rho',
  'beta1',
  'beta2',
  'epsilon',
  'l1',
  'l2',
  'weightDecay',
  'clipNorm',
] as const;
export type CoefficientName = (typeof coefficientNames)[number];
export type HyperparameterName = 'learningRate' | CoefficientName;
/** Those that differ from what is usual. */
export type Coefficients = Readonly<Partial<Record<CoefficientName, number>>>;

interface HyperparameterRule {
  /** As people read it, in the middle of a sentence. */
  readonly title: string;
  /** `positive`: above 0. `orZero`: 0 or more. `share`: at least 0 and below 1. */
  readonly range: 'positive' | 'orZero' | 'share';
  /** Something to try. */
  readonly example: number;
}

export const hyperparameterRules: { readonly [K in HyperparameterName]: HyperparameterRule } = {
  learningRate: { title: 'learning rate', range: 'positive', example: 0.001 },
  momentum: { title: 'momentum', range: 'share', example: 0.9 },
  rho: { title: 'decay of the squares', range: 'share', example: 0.9 },
  beta1: { title: 'decay of the mean', range: 'share', example: 0.9 },
  beta2: { title: 'decay of the squares', range: 'share', example: 0.999 },
  epsilon: { title: 'epsilon', range: 'positive', example: 1e-8 },
  l1: { title: 'L1 penalty', range: 'orZero', example: 1e-5 },
  l2: { title: 'L2 penalty', range: 'orZero', example: 1e-4 },
  weightDecay: { title: 'weight decay', range: 'orZero', example: 0.01 },
  clipNorm: { title: 'largest gradient norm', range: 'orZero', example: 1 },
};

/** Whole numbers: how many images a step looks at, and what a seed may be. */
export const batchSizeLimits = { minimum: 1, maximum: 512 } as const;
export const seedLimits = { minimum: 0, maximum: 4_294_967_295 } as const;

/** As people read them. */
export const optimizerTitles: Readonly<Record<OptimizerName, string>> = {
  sgd: 'SGD',
  momentum: 'Momentum',
  nesterov: 'Nesterov',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta',
  rmsprop: 'RMSProp',
  adam: 'Adam',
  adamw: 'AdamW',
};

/** Off: 0 each. Penalties and decay concern weights only, the norm all gradients together. */
const forEveryOptimizer = { l1: 0, l2: 0, weightDecay: 0, clipNorm: 0 } as const;

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/**
 * What each optimizer has besides the learning rate, with the usual values: those of its paper, and PyTorch's where the paper
 * gives none. AdamW is Adam with the decay that its paper decouples switched on.
 */
export const defaultCoefficients: { readonly [K in OptimizerName]: Coefficients } = {
  sgd: forEveryOptimizer,
  momentum: { momentum: 0.9, ...forEveryOptimizer },
  nesterov: { momentum: 0.9, ...forEveryOptimizer },
  adagrad: { epsilon: 1e-10, ...forEveryOptimizer },
  adadelta: { rho: 0.95, epsilon: 1e-6, ...forEveryOptimizer },
  rmsprop: { rho: 0.9, epsilon: 1e-8, ...forEveryOptimizer },
  adam: { ...adam, ...forEveryOptimizer },
  adamw: { ...adam, ...forEveryOptimizer, weightDecay: 0.01 },
};

/** A rate at which each trains LeNet-5 well. Adadelta finds its own scale; its rate multiplies it. */
export const defaultLearningRates: { readonly [K in OptimizerName]: number } = {
  sgd: 0.05,
  momentum: 0.01,
  nesterov: 0.01,
  adagrad: 0.01,
  adadelta: 1,
  rmsprop: 0.001,
  adam: 0.001,
  adamw: 0.001,
};

/** Names of all hyper-parameters of an optimizer, the learning rate first. */
export function hyperparametersOf(optimizer: OptimizerName): readonly HyperparameterName[] {
  return ['learningRate', ...coefficientNames.filter((name) => defaultCoefficients[optimizer][name] !== undefined)];
}

/** Every coefficient of an optimizer: what is given, else what is usual. */
export function completeCoefficients(optimizer: OptimizerName, given: Coefficients = {}): Coefficients {
  return { ...defaultCoefficients[optimizer], ...given };
}

/** What is given of another optimizer's coefficients, as far as this one has them and they mean the same. */
export function coefficientsKept(optimizer: OptimizerName, given: Coefficients): Coefficients {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name]) => name in forEveryOptimizer && defaultCoefficients[optimizer][name as CoefficientName] !== undefined,
    ),
  );
}

/** Why a value cannot be, in words for the reader; null when it can. */
export function hyperparameterProblem(optimizer: OptimizerName, name: string, value: number): string | null {
  const own = hyperparametersOf(optimizer);
  const known = own.find((other) => other === name);
  if (known === undefined) {
    return `${optimizer} has no setting “${name}”, found the value ${value} for it. It has ${own.join(', ')}.`;
  }
  const { title, range, example } = hyperparameterRules[known];
  const [expected, isValid, nearest] = {
    positive: ['a positive number', value > 0, null],
    orZero: ['0 or a positive number', value >= 0, 0],
    share: ['at least 0 and below 1', value >= 0 && value < 1, value < 0 ? 0 : 0.999],
  }[range] as [string, boolean, number | null];
  if (isValid && Number.isFinite(value)) return null;
  const next =
    nearest === null || Number.isNaN(value)
      ? `Choose one such as ${example}.`
      : `The nearest valid one is ${nearest}; ${example} is usual.`;
  return `The ${title} must be ${expected}, found ${value}. ${next}`;
}
