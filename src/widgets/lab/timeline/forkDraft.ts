/**
 * One change for a fork, while the reader chooses it: which, its value, and what it makes of the run's description.
 *
 * Exactly one thing changes, so that what differs between two branches has one cause. A new optimizer comes with what belongs to it, as
 * in the trainer's settings: its own coefficients, and its usual learning rate where the one before had its.
 */

import { corruptionRules, corruptionStrengths } from '../../../data/corruption';
import type { CorruptionStrength } from '../../../data/corruption';
import type { DataSetId, DataSetOffer } from '../../../data/dataSet';
import type { RunDescription } from '../../../engine/protocol';
import {
  coefficientsKept,
  completeCoefficients,
  defaultLearningRates,
  hyperparameterRules,
  hyperparametersOf,
} from '../../../network/hyperparameters';
import type { CoefficientName } from '../../../network/hyperparameters';
import { usualSchedules } from '../../../network/schedule';
import type { Schedule } from '../../../network/schedule';
import type { OptimizerName } from '../../../network/spec';
import { isChanged } from './changeWords';

export type ForkDraft =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'learningRate' | 'batchSize' | 'order'; readonly value: number }
  | { readonly kind: 'optimizer'; readonly value: OptimizerName }
  | { readonly kind: 'schedule'; readonly value: Schedule }
  | { readonly kind: 'dataSet'; readonly value: DataSetId }
  | { readonly kind: 'coefficient'; readonly name: CoefficientName; readonly value: number }
  | { readonly kind: 'corruption'; readonly strength: CorruptionStrength; readonly value: number };

/** What can be changed, as a list to choose from: the key of a draft, and its name. */
export interface ForkChoice {
  readonly key: string;
  readonly label: string;
  /** The draft that choosing it begins with: the value that the run has. */
  readonly draft: ForkDraft;
}

export function forkChoices(description: RunDescription, here: readonly DataSetOffer[]): readonly ForkChoice[] {
  const { learningRate, batchSize, optimizer, schedule = usualSchedules.constant, seeds, dataSet } = description;
  const coefficients = completeCoefficients(optimizer, description.coefficients);
  const capital = (title: string): string => title.charAt(0).toUpperCase() + title.slice(1);
  const named = (label: string, draft: ForkDraft): ForkChoice => ({ key: draftKey(draft), label, draft });
  return [
    named('Learning rate', { kind: 'learningRate', value: learningRate }),
    named('Optimizer', { kind: 'optimizer', value: optimizer }),
    named('Batch size', { kind: 'batchSize', value: batchSize }),
    named('Schedule', { kind: 'schedule', value: schedule }),
    ...hyperparametersOf(optimizer).flatMap((name) =>
      name === 'learningRate'
        ? []
        : [
            named(capital(hyperparameterRules[name].title), {
              kind: 'coefficient',
              name,
              value: coefficients[name] ?? 0,
            }),
          ],
    ),
    named('Order seed', { kind: 'order', value: seeds.order }),
    ...(sameForm(dataSet, here).length > 1 ? [named('Data set', { kind: 'dataSet', value: dataSet })] : []),
    ...corruptionStrengths.map((strength) => {
      const { name, minimum } = corruptionRules[strength];
      return named(capital(name), {
        kind: 'corruption',
        strength,
        value: description.corruption?.[strength] ?? minimum,
      });
    }),
    named('Nothing: the same again', { kind: 'nothing' }),
  ];
}

export function draftKey(draft: ForkDraft): string {
  if (draft.kind === 'coefficient') return `coefficient ${draft.name}`;
  return draft.kind === 'corruption' ? `corruption ${draft.strength}` : draft.kind;
}

/** The data sets that are here and have the form of this one, with it: the same network goes on with any of them. */
export function sameForm(dataSet: DataSetId, here: readonly DataSetOffer[]): readonly DataSetOffer[] {
  const own = here.find(({ id }) => id === dataSet);
  if (own === undefined) return [];
  return here.filter(
    ({ shape, classes }) => shape.join() === own.shape.join() && classes.length === own.classes.length,
  );
}

/** What the draft changes of the description; empty where it changes nothing. */
export function changeOf(description: RunDescription, draft: ForkDraft): Partial<RunDescription> {
  const change = wantedOf(description, draft);
  return isChanged(description, { ...description, ...change }) ? change : {};
}

function wantedOf(description: RunDescription, draft: ForkDraft): Partial<RunDescription> {
  const { optimizer, learningRate, coefficients = {}, seeds, corruption = {} } = description;
  switch (draft.kind) {
    case 'nothing':
      return {};
    case 'learningRate':
      return { learningRate: draft.value };
    case 'batchSize':
      return { batchSize: draft.value };
    case 'order':
      return { seeds: { ...seeds, order: draft.value } };
    case 'schedule':
      return draft.value.kind === 'constant' && description.schedule === undefined && !draft.value.warmUpSteps
        ? {}
        : { schedule: draft.value };
    case 'dataSet':
      return { dataSet: draft.value };
    case 'optimizer': {
      if (draft.value === optimizer) return {};
      const hadUsualRate = learningRate === defaultLearningRates[optimizer];
      return {
        optimizer: draft.value,
        ...(hadUsualRate ? { learningRate: defaultLearningRates[draft.value] } : {}),
        coefficients: coefficientsKept(draft.value, coefficients),
      };
    }
    case 'coefficient': {
      const { name, value } = draft;
      return completeCoefficients(optimizer, coefficients)[name] === value
        ? {}
        : { coefficients: { ...coefficients, [name]: value } };
    }
    case 'corruption': {
      const { strength, value } = draft;
      return (corruption[strength] ?? corruptionRules[strength].minimum) === value
        ? {}
        : { corruption: { ...corruption, [strength]: value } };
    }
    default:
      return draft satisfies never;
  }
}

/** Why there is nothing to fork with yet, in words; null when there is. */
export function forkProblem(description: RunDescription, draft: ForkDraft): string | null {
  if (draft.kind === 'nothing' || Object.keys(changeOf(description, draft)).length > 0) return null;
  return 'This is the value that the run has. Choose another one, or fork with nothing changed.';
}
