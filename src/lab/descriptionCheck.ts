/**
 * Descriptions of runs that come from outside: from storage, from a file. What is returned is a new record that holds only what a
 * description may hold; everything else is an error that says where it stands, what was expected and what was found.
 *
 * Deliberately not here: whether this book has the network, the data set or the weights that are named. A run of a later version of
 * the book may be looked at; opening it says what is missing.
 */

import { augmentationNames, requireAugmentation, type Augmentation } from '../data/augmentation';
import { corruptionProblem, type Corruption } from '../data/corruption';
import { isDataSetId } from '../data/dataSet';
import type { RunDescription, Start } from '../engine/protocol';
import { coefficientNames, hyperparameterProblem, type Coefficients } from '../network/hyperparameters';
import { scheduleProblem, type Schedule } from '../network/schedule';
import { optimizerNames } from '../network/spec';

/** `origin.learningRate: expected a positive number, found “fast”` */
export class DescriptionError extends Error {
  override readonly name = 'DescriptionError';
}

const LARGEST_BATCH = 4096;
const MOST_SEED = 2 ** 32 - 1;

export type Fields = Readonly<Record<string, unknown>>;

/** What was found, short enough for a sentence. */
export function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a record';
  if (typeof value === 'string') return `“${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value;
}

export function refuse(where: string, expected: string, value: unknown): never {
  throw new DescriptionError(`${where}: expected ${expected}, found ${found(value)}`);
}

export function recordAt(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(where, 'a record', value);
  return value as Fields;
}

export function textAt(value: unknown, where: string, mostLetters: number): string {
  if (typeof value !== 'string' || value.length > mostLetters)
    refuse(where, `text of at most ${mostLetters} letters`, value);
  return value;
}

export function numberAt(value: unknown, where: string, minimum = 0, maximum = Number.MAX_VALUE): number {
  if (typeof value !== 'number' || !(value >= minimum && value <= maximum)) {
    refuse(
      where,
      maximum === Number.MAX_VALUE ? `a number of at least ${minimum}` : `a number from ${minimum} to ${maximum}`,
      value,
    );
  }
  return value;
}

export function wholeAt(value: unknown, where: string, minimum = 0, maximum = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isInteger(value)) refuse(where, 'a whole number', value);
  return numberAt(value, where, minimum, maximum);
}

/** One check per part; a part that may be left out is not asked for when it is. */
const parts: { readonly [Part in keyof RunDescription]-?: (value: unknown, where: string) => RunDescription[Part] } = {
  network(value, where) {
    if (typeof value !== 'string' || !/^[a-z0-9][a-z0-9.-]{0,59}$/.test(value)) {
      refuse(where, 'the name of a network in small letters, digits and hyphens', value);
    }
    return value;
  },
  dataSet: (value, where) => (isDataSetId(value) ? value : refuse(where, 'the name of a data set', value)),
  optimizer: (value, where) =>
    optimizerNames.find((name) => name === value) ?? refuse(where, `one of ${optimizerNames.join(', ')}`, value),
  learningRate: (value, where) =>
    typeof value === 'number' && value > 0 && Number.isFinite(value)
      ? value
      : refuse(where, 'a positive number', value),
  coefficients(value, where) {
    const kept: Partial<Record<(typeof coefficientNames)[number], number>> = {};
    for (const [name, given] of Object.entries(recordAt(value, where))) {
      const known =
        coefficientNames.find((candidate) => candidate === name) ??
        refuse(where, `coefficients among ${coefficientNames.join(', ')}`, name);
      kept[known] = numberAt(given, `${where}.${known}`);
    }
    return kept satisfies Coefficients;
  },
  schedule(value, where) {
    const { kind, every, factor, steps, floor, rise, warmUpSteps } = recordAt(value, where);
    const given = Object.entries({ kind, every, factor, steps, floor, rise, warmUpSteps });
    const kept = Object.fromEntries(given.filter(([, number]) => number !== undefined)) as unknown as Schedule;
    const problem = scheduleProblem(kept);
    if (problem !== null) throw new DescriptionError(`${where}: ${problem}`);
    return kept;
  },
  batchSize: (value, where) => wholeAt(value, where, 1, LARGEST_BATCH),
  augmentation(value, where) {
    const kept: Partial<Record<(typeof augmentationNames)[number], number>> = {};
    for (const [name, strength] of Object.entries(recordAt(value, where))) {
      const known =
        augmentationNames.find((candidate) => candidate === name) ??
        refuse(where, `augmentations among ${augmentationNames.join(', ')}`, name);
      kept[known] = numberAt(strength, `${where}.${known}`);
    }
    try {
      requireAugmentation(kept);
    } catch (error) {
      throw new DescriptionError(`${where}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return kept satisfies Augmentation;
  },
  start(value, where): Start | undefined {
    if (value === undefined || value === null) return undefined;
    const { weights, file, name } = recordAt(value, where);
    if (typeof weights === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(weights) && weights.length <= 60) {
      return { weights };
    }
    if (typeof file !== 'string' || !/^[0-9a-f]{64}$/.test(file)) {
      refuse(where, 'the name of weights of this book, or the SHA-256 of a file', value);
    }
    return { file, name: textAt(name, `${where}.name`, 200) };
  },
  corruption(value, where) {
    const problem = corruptionProblem(value);
    if (problem !== null) throw new DescriptionError(`${where}: ${problem}`);
    return { ...(value as Corruption) };
  },
  seeds(value, where) {
    const { initialization, order, generator } = recordAt(value, where);
    return {
      initialization: wholeAt(initialization, `${where}.initialization`, 0, MOST_SEED),
      order: wholeAt(order, `${where}.order`, 0, MOST_SEED),
      generator: wholeAt(generator, `${where}.generator`, 0, MOST_SEED),
    };
  },
};
const partNames = Object.keys(parts) as (keyof RunDescription)[];

/** Some parts of a description, as a change of one. @throws DescriptionError */
export function checkedChange(value: unknown, where: string): Partial<RunDescription> {
  const fields = recordAt(value, where);
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const part = partNames.find((candidate) => candidate === name);
    if (part === undefined) refuse(where, `parts of a description (${partNames.join(', ')})`, name);
    const given = fields[part];
    // A start that is taken away is a change too.
    if (given !== undefined || part === 'start') kept[part] = parts[part](given, `${where}.${part}`);
  }
  return kept;
}

/** @throws DescriptionError */
export function checkedDescription(value: unknown, where: string): RunDescription {
  const fields = recordAt(value, where);
  const kept = checkedChange(value, where);
  for (const part of ['network', 'dataSet', 'optimizer', 'learningRate', 'batchSize', 'seeds'] as const) {
    if (fields[part] === undefined) parts[part](undefined, `${where}.${part}`);
  }
  const description = kept as RunDescription;
  for (const [name, number] of Object.entries(description.coefficients ?? {})) {
    const problem = hyperparameterProblem(description.optimizer, name, number);
    if (problem !== null) throw new DescriptionError(`${where}.coefficients: ${problem}`);
  }
  return description;
}
