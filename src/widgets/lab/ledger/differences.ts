/**
 * What a run is, as rows of a table in words that a reader knows; and of several runs, only the rows in which they differ.
 *
 * What is set at the start stands in rows of its own; what was changed on the way stands in one row, with its steps. A number that is
 * left out of a description is the usual one, so two descriptions that mean the same do not differ.
 */

import { augmentationNames } from '../../../data/augmentation';
import { formatInteger } from '../../../draw/format';
import type { RunDescription } from '../../../engine/protocol';
import type { KeptChange, RunSummary } from '../../../lab/ledger/record';
import {
  coefficientNames,
  completeCoefficients,
  hyperparameterRules,
  optimizerTitles,
} from '../../../network/hyperparameters';
import type { CoefficientName } from '../../../network/hyperparameters';
import { numberText } from '../../../ui/numberInput';
import { changeClauses, scheduleWords } from '../timeline/changeWords';
import { corruptionText, dataTitle, networkTitle } from './runWords';

/** Stands where a run has no such thing. */
export const notThere = '–';

export interface Difference {
  readonly label: string;
  /** One for each run, in their order. */
  readonly cells: readonly string[];
}

type Row = readonly [label: string, text: string];

/** All rows of one run. The labels are the same for every run, in the same order. */
export function descriptionRows(summary: RunSummary): readonly Row[] {
  const { origin, executor, parent, sweep } = summary;
  const { seeds, start, augmentation = {} } = origin;
  const coefficients = completeCoefficients(origin.optimizer, origin.coefficients);
  const coefficient = (name: CoefficientName): Row => {
    const value = coefficients[name];
    // Two names share the title “decay of the squares”; no optimizer has both.
    const title = name === 'rho' ? `${hyperparameterRules.rho.title} (rho)` : hyperparameterRules[name].title;
    return [upper(title), value === undefined ? notThere : numberText(value)];
  };
  return [
    ['Network', networkTitle(origin.network)],
    ['Data set', dataTitle(origin.dataSet, summary.dataTitle)],
    ['Training images', corruptionText(origin)],
    ['Optimizer', optimizerTitles[origin.optimizer]],
    ['Learning rate', numberText(origin.learningRate)],
    ...coefficientNames.map(coefficient),
    ['Schedule', scheduleWords(origin.schedule)],
    ['Batch size', formatInteger(origin.batchSize)],
    ['Augmentation', augmentationText(augmentation)],
    ['Starts from', startText(start)],
    ['Seed of the weights', formatInteger(seeds.initialization)],
    ['Seed of the order', formatInteger(seeds.order)],
    ['Seed of the data', formatInteger(seeds.generator)],
    ['Seed of what spoils the data', seedOfSpoiling(origin)],
    ['Changed on the way', historyText(origin, summary.history)],
    ['Forked', parent === null ? notThere : `at step ${formatInteger(parent.step)}`],
    ['Sweep', sweep?.title ?? notThere],
    ['Executor', executor.detail === '' ? executor.name : `${executor.name} (${executor.detail})`],
  ];
}

/** The rows in which not all runs are alike; none for fewer than two. */
export function differences(summaries: readonly RunSummary[]): readonly Difference[] {
  const [first = [], ...others] = summaries.map(descriptionRows);
  return first.flatMap(([label, text], row) => {
    const cells = [text, ...others.map((rows) => rows[row]?.[1] ?? notThere)];
    return cells.every((cell) => cell === text) ? [] : [{ label, cells }];
  });
}

function upper(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function augmentationText(augmentation: NonNullable<RunDescription['augmentation']>): string {
  const parts = augmentationNames.flatMap((name) => {
    const strength = augmentation[name] ?? 0;
    return strength === 0 ? [] : [`${name === 'eraseSize' ? 'erase size' : name} ${numberText(strength)}`];
  });
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function startText(start: RunDescription['start']): string {
  if (start === undefined) return 'random weights';
  return 'weights' in start ? `trained weights ${start.weights}` : `weights of the file ${start.name}`;
}

function seedOfSpoiling({ corruption }: RunDescription): string {
  const { labelNoise = 0, imbalance = 1, leak = 0, duplicates = 0, seed = 1 } = corruption ?? {};
  return labelNoise > 0 || imbalance > 1 || leak > 0 || duplicates > 0 ? formatInteger(seed) : notThere;
}

/** `after step 300: learning rate 0.0005 instead of 0.001`. */
function historyText(origin: RunDescription, history: readonly KeptChange[]): string {
  let before = origin;
  const parts: string[] = [];
  for (const { step, change } of history) {
    const after = { ...before, ...change };
    const clauses = changeClauses(before, after);
    if (clauses.length > 0) parts.push(`after step ${formatInteger(step)}: ${clauses.join(', ')}`);
    before = after;
  }
  return parts.length === 0 ? 'nothing' : parts.join('; ');
}
