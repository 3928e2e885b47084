/**
 * What a reader can set: what of a link is accepted, and what changing a setting asks of the run.
 *
 * Deliberately not here: how each number is shown and typed (`numberSettings.ts` above this folder), and what it does
 * (`network/hyperparameters.ts`, `network/schedule.ts`).
 */

import { requireAugmentation } from '../../data/augmentation';
import type { Augmentation } from '../../data/augmentation';
import { corruptionKey, corruptionProblem } from '../../data/corruption';
import type { Corruption } from '../../data/corruption';
import { isDataSetId } from '../../data/dataSet';
import type { DataSetId } from '../../data/dataSet';
import { formatInteger } from '../../draw/format';
import type { RunDescription } from '../../engine/protocol';
import type { RunActions } from '../../lab/runState';
import {
  coefficientsKept,
  completeCoefficients,
  defaultCoefficients,
  defaultLearningRates,
  hyperparameterProblem,
  hyperparameterRules,
  hyperparametersOf,
} from '../../network/hyperparameters';
import type { CoefficientName, Coefficients } from '../../network/hyperparameters';
import { scheduleProblem, scheduleTitles, usualSchedules } from '../../network/schedule';
import type { Schedule } from '../../network/schedule';
import { optimizerNames } from '../../network/spec';
import type { OptimizerName } from '../../network/spec';
import type { NumberRule } from '../../ui/numberInput';
import { numberText, parseNumber } from '../../ui/numberInput';
import { batchSizeRule, learningRateRule, seedRule } from '../numberSettings';
import { fits } from './fits';
import { checkStart, startValue } from './weights/startChoices';
import type { StartSetting } from './weights/startChoices';

/** What the reader can set, and what a link says of a run. The seed drives initialization and order, and leaves the images as they are. */
export interface Settings {
  readonly network: string;
  readonly dataSet: DataSetId;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Those that are not usual; as they are when left out. */
  readonly coefficients?: Coefficients;
  /** As it is when left out. */
  readonly schedule?: Schedule;
  /** How the data set is spoiled; as it is when left out, an empty record for not at all. */
  readonly corruption?: Corruption;
  /** Trained weights, or null for random ones; as it is when left out. */
  readonly start?: StartSetting;
  /** Of the order of the images, where it is not that of the initialization. */
  readonly orderSeed?: number;
  /** Of the images that the book makes; 1 when left out. */
  readonly generatorSeed?: number;
  /** How training images are changed at random; not at all when left out. */
  readonly augmentation?: Augmentation;
}

/** `More settings`, and what of them is not usual: `More settings: cosine schedule, L2 penalty 0.0001`. */
export function moreSettingsWords({ optimizer, coefficients = {}, schedule, corruption }: Settings): string {
  const isUnusual = ([name, value]: readonly [string, number]): boolean =>
    defaultCoefficients[optimizer][name as CoefficientName] !== value;
  const parts = [
    ...(schedule === undefined || schedule.kind === 'constant' ? [] : [`${scheduleTitles[schedule.kind]} schedule`]),
    ...((schedule?.warmUpSteps ?? 0) > 0 ? [`${formatInteger(schedule?.warmUpSteps ?? 0)} steps of warm-up`] : []),
    ...Object.entries(coefficients)
      .filter(isUnusual)
      .map(([name, value]) => `${hyperparameterRules[name as CoefficientName].title} ${numberText(value)}`),
    ...(corruptionKey(corruption) === '' ? [] : ['spoiled data']),
  ];
  return parts.length === 0 ? 'More settings' : `More settings: ${parts.join(', ')}`;
}

/**
 * The settings with a change in force. A new optimizer comes with its own coefficients, and with its usual learning rate where the
 * one before had its.
 */
export function withSetting(now: Settings, setting: Partial<Settings>): Settings {
  const { optimizer = now.optimizer, seed } = setting;
  if (seed !== undefined) return { ...now, orderSeed: seed, ...setting };
  if (optimizer === now.optimizer) return { ...now, ...setting };
  const hadUsualRate = now.learningRate === defaultLearningRates[now.optimizer];
  return {
    ...now,
    ...(hadUsualRate ? { learningRate: defaultLearningRates[optimizer] } : {}),
    coefficients: coefficientsKept(optimizer, now.coefficients ?? {}),
    ...setting,
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
function isNumberFor(value: unknown, rule: NumberRule): value is number {
  return typeof value === 'number' && parseNumber(numberText(value), rule).isValid;
}

/** Settings that came from a link or the session, or null where the run could not have them. */
export function checkSettings(value: unknown, networks: readonly string[]): Settings | null {
  if (!isRecord(value)) return null;
  const { network, dataSet, learningRate, batchSize, seed } = value;
  const optimizer = optimizerNames.find((name) => name === value['optimizer']);
  if (typeof network !== 'string' || !networks.includes(network)) return null;
  if (!isDataSetId(dataSet) || !fits(dataSet, network) || optimizer === undefined) return null;
  if (!isNumberFor(learningRate, learningRateRule)) return null;
  if (!isNumberFor(batchSize, batchSizeRule) || !isNumberFor(seed, seedRule)) return null;
  const settings = { network, dataSet, optimizer, learningRate, batchSize, seed };
  const coefficients = checkCoefficients(value['coefficients'], optimizer);
  const schedule = checkSchedule(value['schedule']);
  const corruption = checkCorruption(value['corruption']);
  const augmentation = checkAugmentation(value['augmentation']);
  const { orderSeed, generatorSeed } = value;
  const start = value['start'] === undefined ? undefined : checkStart(value['start']);
  if (coefficients === null || schedule === null || corruption === null || augmentation === null) return null;
  if (start === undefined && value['start'] !== undefined) return null;
  if (orderSeed !== undefined && !isNumberFor(orderSeed, seedRule)) return null;
  if (generatorSeed !== undefined && !isNumberFor(generatorSeed, seedRule)) return null;
  return {
    ...settings,
    ...(start === undefined ? {} : { start }),
    ...(corruption === undefined ? {} : { corruption }),
    ...(coefficients === undefined ? {} : { coefficients }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(orderSeed === undefined ? {} : { orderSeed }),
    ...(generatorSeed === undefined ? {} : { generatorSeed }),
    ...(augmentation === undefined ? {} : { augmentation }),
  };
}

// Of each: undefined when it was left out, null when it cannot be.

function checkCoefficients(value: unknown, optimizer: OptimizerName): Coefficients | undefined | null {
  if (value === undefined) return undefined;
  if (!isRecord(value)) return null;
  const isKnown = ([name, number]: readonly [string, unknown]): boolean =>
    typeof number === 'number' && hyperparameterProblem(optimizer, name, number) === null;
  return Object.entries(value).every(isKnown) ? value : null;
}

function checkSchedule(value: unknown): Schedule | undefined | null {
  if (value === undefined) return undefined;
  if (!isRecord(value)) return null;
  const { kind, every, factor, steps, floor, rise, warmUpSteps } = value;
  const named = Object.entries({ kind, every, factor, steps, floor, rise, warmUpSteps });
  const schedule = Object.fromEntries(named.filter(([, given]) => given !== undefined)) as unknown as Schedule;
  return scheduleProblem(schedule) === null ? schedule : null;
}

function checkCorruption(value: unknown): Corruption | undefined | null {
  if (value === undefined) return undefined;
  return corruptionProblem(value) === null ? value : null;
}

function checkAugmentation(value: unknown): Augmentation | undefined | null {
  if (value === undefined) return undefined;
  if (!isRecord(value) || !Object.values(value).every((strength) => typeof strength === 'number')) return null;
  try {
    requireAugmentation(value);
    return value;
  } catch {
    return null;
  }
}

export function settingsOf(description: RunDescription): Settings {
  const { network, dataSet, optimizer, learningRate, batchSize, seeds } = description;
  const { coefficients = {}, schedule = usualSchedules.constant, corruption = {}, start = null } = description;
  const { augmentation = {} } = description;
  return {
    ...{ network, dataSet, optimizer, learningRate, batchSize, seed: seeds.initialization },
    ...{ coefficients, schedule, corruption, start, augmentation },
    ...{ orderSeed: seeds.order, generatorSeed: seeds.generator },
  };
}

/** The whole description that settings stand for. What they leave out is as in `now`, and a seed that they leave out is the usual one. */
export function describedBy(settings: Settings, now: RunDescription): RunDescription {
  const { network, dataSet, optimizer, learningRate, batchSize, seed, orderSeed = seed, generatorSeed } = settings;
  const { coefficients, schedule, corruption, augmentation } = settings;
  const isSameNetwork = network === now.network;
  const { start = isSameNetwork ? (now.start ?? null) : null } = settings;
  const kept = optimizer === now.optimizer ? now.coefficients : coefficientsKept(optimizer, now.coefficients ?? {});
  return {
    ...now,
    ...{ network, dataSet, optimizer, learningRate, batchSize },
    seeds: { initialization: seed, order: orderSeed, generator: generatorSeed ?? now.seeds.generator },
    start: start ?? undefined,
    ...(coefficients === undefined && kept === undefined ? {} : { coefficients: coefficients ?? kept ?? {} }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(corruption === undefined ? {} : { corruption }),
    ...(augmentation === undefined ? {} : { augmentation }),
  };
}

/** Whether a run of this description has the settings already. */
export function isDescribedBy(settings: Settings, description: RunDescription): boolean {
  const wanted = describedBy(settings, description);
  const parts = ({ seeds, augmentation = {} }: RunDescription): string =>
    JSON.stringify([
      ...[seeds.initialization, seeds.order, seeds.generator],
      ...Object.entries(augmentation)
        .filter(([, strength]) => strength !== 0)
        .sort(),
    ]);
  return settingChanges(description, settings).length === 0 && parts(wanted) === parts(description);
}

/** What must be asked of the run, in order, so that it has the settings wanted; nothing for what is so already. */
export function settingChanges(
  description: RunDescription,
  wanted: Settings,
): readonly ((actions: RunActions) => Promise<void>)[] {
  const now = settingsOf(description);
  const { optimizer, schedule = now.schedule } = wanted;
  const changes: ((actions: RunActions) => Promise<void>)[] = [];
  if (wanted.network !== now.network) changes.push((actions) => actions.setNetwork(wanted.network));
  if (wanted.dataSet !== now.dataSet) changes.push((actions) => actions.setDataSet(wanted.dataSet));
  const { corruption = now.corruption ?? {} } = wanted;
  if (corruptionKey(corruption) !== corruptionKey(now.corruption)) {
    changes.push((actions) => actions.setCorruption(corruption));
  }
  if (optimizer !== now.optimizer) changes.push((actions) => actions.setOptimizer(optimizer));
  if (schedule !== undefined && !isSameSchedule(schedule, now.schedule)) {
    changes.push((actions) => actions.setSchedule(schedule));
  }
  if (wanted.batchSize !== now.batchSize) changes.push((actions) => actions.setBatchSize(wanted.batchSize));
  if (wanted.seed !== now.seed) changes.push((actions) => actions.setSeed(wanted.seed));
  // A new network has let go of the weights of the one before.
  const startNow = wanted.network === now.network ? (now.start ?? null) : null;
  const { start = startNow } = wanted;
  if (startValue(start) !== startValue(startNow)) changes.push((actions) => actions.setStart(start));
  const nowGiven = now.coefficients ?? {};
  const given = optimizer === now.optimizer ? nowGiven : coefficientsKept(optimizer, nowGiven);
  const has: Readonly<Record<string, number>> = {
    ...completeCoefficients(optimizer, given),
    learningRate: now.learningRate,
  };
  const wants: Readonly<Record<string, number>> = {
    ...completeCoefficients(optimizer, wanted.coefficients ?? given),
    learningRate: wanted.learningRate,
  };
  for (const name of hyperparametersOf(optimizer)) {
    const value = wants[name];
    if (value !== undefined && value !== has[name]) changes.push((actions) => actions.setHyperparameter(name, value));
  }
  return changes;
}

function isSameSchedule(one: Schedule, other: Schedule = usualSchedules.constant): boolean {
  const text = (schedule: Schedule): string => JSON.stringify(Object.entries({ warmUpSteps: 0, ...schedule }).sort());
  return text(one) === text(other);
}
