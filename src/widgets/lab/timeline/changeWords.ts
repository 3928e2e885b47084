/**
 * A change of a run's description in words: `learning rate 0.01 instead of 0.001`. What names a branch, and what a fork is told by before
 * it is made.
 */

import { corruptionKey, corruptionRules, corruptionStrengths } from '../../../data/corruption';
import type { Corruption } from '../../../data/corruption';
import { dataSetTitles, isOwn } from '../../../data/dataSet';
import type { DataSetId, DataSetOffer } from '../../../data/dataSet';
import { formatInteger } from '../../../draw/format';
import type { RunDescription } from '../../../engine/protocol';
import { changeBetween, describedAt } from '../../../lab/timeline';
import type { Branch } from '../../../lab/timeline';
import {
  coefficientNames,
  completeCoefficients,
  defaultCoefficients,
  hyperparameterRules,
  optimizerTitles,
} from '../../../network/hyperparameters';
import { scheduleTitles, usualSchedules } from '../../../network/schedule';
import type { Schedule } from '../../../network/schedule';
import { numberText } from '../../../ui/numberInput';

/** The changes from one description to another, each as a clause; empty where they mean the same. */
export function changeClauses(
  before: RunDescription,
  after: RunDescription,
  here: readonly DataSetOffer[] = [],
): readonly string[] {
  const clauses: string[] = [];
  const say = (name: string, is: string, was: string): void => {
    if (is !== was) clauses.push(`${name} ${is} instead of ${was}`);
  };
  const title = (id: DataSetId): string =>
    here.find((offer) => offer.id === id)?.title ?? (isOwn(id) ? 'your data set' : dataSetTitles[id]);
  if (before.network !== after.network) say('network', after.network, before.network);
  say('data set', title(after.dataSet), title(before.dataSet));
  if (before.optimizer !== after.optimizer) {
    clauses.push(`${optimizerTitles[after.optimizer]} instead of ${optimizerTitles[before.optimizer]}`);
  }
  say('learning rate', numberText(after.learningRate), numberText(before.learningRate));
  say('batch size', numberText(after.batchSize), numberText(before.batchSize));
  const [had, has] = [
    completeCoefficients(before.optimizer, before.coefficients),
    completeCoefficients(after.optimizer, after.coefficients),
  ];
  for (const name of coefficientNames) {
    const [was, is] = [had[name], has[name]];
    if (is === undefined || is === was) continue;
    // A new optimizer brings its own, and only what is unusual of them is worth a word.
    if (was === undefined && is === defaultCoefficients[after.optimizer][name]) continue;
    if (before.optimizer !== after.optimizer && is === defaultCoefficients[after.optimizer][name]) continue;
    clauses.push(
      `${hyperparameterRules[name].title} ${numberText(is)}${was === undefined ? '' : ` instead of ${numberText(was)}`}`,
    );
  }
  say('schedule', scheduleWords(after.schedule), scheduleWords(before.schedule));
  say('order seed', numberText(after.seeds.order), numberText(before.seeds.order));
  say('initialization seed', numberText(after.seeds.initialization), numberText(before.seeds.initialization));
  say('data seed', numberText(after.seeds.generator), numberText(before.seeds.generator));
  clauses.push(...corruptionChanges(before.corruption ?? {}, after.corruption ?? {}));
  if (JSON.stringify(before.augmentation) !== JSON.stringify(after.augmentation)) clauses.push('another augmentation');
  if (JSON.stringify(before.start) !== JSON.stringify(after.start)) clauses.push('other weights to start from');
  return clauses;
}

function corruptionChanges(before: Corruption, after: Corruption): readonly string[] {
  if (corruptionKey(before) === corruptionKey(after)) return [];
  const clauses = corruptionStrengths.flatMap((strength) => {
    const { name, minimum } = corruptionRules[strength];
    const [was, is] = [before[strength] ?? minimum, after[strength] ?? minimum];
    return was === is ? [] : [`${name} ${numberText(is)} instead of ${numberText(was)}`];
  });
  return clauses.length > 0 ? clauses : ['data spoiled in another way'];
}

/** `constant`, `in steps (every 1000, factor 0.5)`. */
export function scheduleWords(schedule: Schedule = usualSchedules.constant): string {
  const { kind, warmUpSteps = 0 } = schedule;
  const numbers = [
    ...(kind === 'step' ? [`every ${formatInteger(schedule.every)} steps times ${numberText(schedule.factor)}`] : []),
    ...(kind === 'cosine' ? [`over ${formatInteger(schedule.steps)} steps`] : []),
    ...(kind === 'cosine' && (schedule.floor ?? 0) > 0 ? [`down to ${numberText(schedule.floor ?? 0)}`] : []),
    ...(kind === 'rangeTest'
      ? [`over ${formatInteger(schedule.steps)} steps up to times ${numberText(schedule.rise)}`]
      : []),
    ...(warmUpSteps > 0 ? [`warm-up of ${formatInteger(warmUpSteps)} steps`] : []),
  ];
  return `${scheduleTitles[kind]}${numbers.length === 0 ? '' : ` (${numbers.join(', ')})`}`;
}

/** `From step 120 on with learning rate 0.01 instead of 0.001.`; null: from the newest step, wherever that is by then. */
export function forkWords(
  step: number | null,
  before: RunDescription,
  after: RunDescription,
  here: readonly DataSetOffer[] = [],
): string {
  const from = step === null ? 'From the newest step on' : `From step ${formatInteger(step)} on`;
  const clauses = changeClauses(before, after, here);
  if (clauses.length === 0) return `${from}, the same again: must give the same curve.`;
  return `${from} with ${clauses.join(', ')}.`;
}

/** What a branch began with: its fork's change, or, at step 0, what differs from the first tree. */
export function branchWords(branch: Branch, branches: readonly Branch[], here: readonly DataSetOffer[] = []): string {
  const { parent, origin, history } = branch;
  if (parent === null) {
    const first = branches.find((candidate) => candidate.parent === null);
    const clauses = first === undefined || first === branch ? [] : changeClauses(first.origin, origin, here);
    if (clauses.length > 0) return clauses.join(', ');
    return first === undefined || first === branch ? 'the first run' : 'started over';
  }
  const before = describedAt(origin, history, parent.step);
  const own = history.find(({ step }) => step === parent.step)?.change ?? {};
  const clauses = changeClauses(before, { ...before, ...own }, here);
  return clauses.length === 0 ? 'the same again' : clauses.join(', ');
}

/** Whether two descriptions differ at all. */
export function isChanged(before: RunDescription, after: RunDescription): boolean {
  return Object.keys(changeBetween(before, after)).length > 0;
}
