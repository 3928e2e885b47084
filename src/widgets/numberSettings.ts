/**
 * How the numbers of a run are shown and typed: label, unit, what is accepted, and how far one press of an arrow key goes. The trainer's
 * settings and the dialogs of the lab show them alike.
 *
 * Deliberately not here: what the numbers do (`network/hyperparameters.ts`, `network/schedule.ts`, `data/corruption.ts`).
 */

import { corruptionRules } from '../data/corruption';
import type { CorruptionStrength } from '../data/corruption';
import { batchSizeLimits, hyperparameterRules, seedLimits } from '../network/hyperparameters';
import type { CoefficientName } from '../network/hyperparameters';
import type { Schedule } from '../network/schedule';
import type { NumberRule, StepScale } from '../ui/numberInput';

export const learningRateRule: NumberRule = { name: 'learning rate', isPositive: true };
export const batchSizeRule: NumberRule = { name: 'batch size', isWhole: true, ...batchSizeLimits };
export const seedRule: NumberRule = { name: 'seed', isWhole: true, ...seedLimits };

export interface NumberSetting {
  readonly label: string;
  readonly unit?: string;
  readonly rule: NumberRule;
  readonly scale: StepScale;
}
const toLabel = (title: string): string => title.charAt(0).toUpperCase() + title.slice(1);

/** How a coefficient is shown and typed. */
export function coefficientSetting(name: CoefficientName): NumberSetting {
  const { title, range, example } = hyperparameterRules[name];
  const label = toLabel(title);
  if (range === 'share') {
    return { label, rule: { name: title, minimum: 0, maximum: 0.9999 }, scale: { kind: 'linear', step: 0.01 } };
  }
  const first = Number((example / 100).toPrecision(3));
  return range === 'positive'
    ? { label, rule: { name: title, isPositive: true }, scale: { kind: 'logarithmic' } }
    : { label, rule: { name: title, minimum: 0 }, scale: { kind: 'logarithmic', first } };
}

/** The numbers of a schedule, each with how it is changed. */
export function scheduleSettings(
  schedule: Schedule,
): readonly (NumberSetting & { readonly value: number; readonly changed: (value: number) => Schedule })[] {
  const steps = (name: string): Pick<NumberSetting, 'unit' | 'rule' | 'scale'> => ({
    unit: 'steps',
    rule: { name, isWhole: true, minimum: 1, maximum: 1_000_000 },
    scale: { kind: 'logarithmic' },
  });
  const warmUp = {
    label: 'Warm-up',
    unit: 'steps',
    rule: { name: 'warm-up', isWhole: true, minimum: 0, maximum: 1_000_000 },
    scale: { kind: 'logarithmic', first: 10 } as const,
    value: schedule.warmUpSteps ?? 0,
    changed: (warmUpSteps: number): Schedule => ({ ...schedule, warmUpSteps }),
  };
  switch (schedule.kind) {
    case 'constant':
      return [warmUp];
    case 'step':
      return [
        { label: 'Every', ...steps('interval'), value: schedule.every, changed: (every) => ({ ...schedule, every }) },
        {
          label: 'Times',
          rule: { name: 'factor', isPositive: true },
          scale: { kind: 'logarithmic' },
          value: schedule.factor,
          changed: (factor) => ({ ...schedule, factor }),
        },
        warmUp,
      ];
    case 'cosine':
      return [
        {
          label: 'Over',
          ...steps('length'),
          value: schedule.steps,
          changed: (length) => ({ ...schedule, steps: length }),
        },
        {
          label: 'Down to',
          unit: 'share',
          rule: { name: 'share that is left', minimum: 0, maximum: 1 },
          scale: { kind: 'linear', step: 0.05 },
          value: schedule.floor ?? 0,
          changed: (floor) => ({ ...schedule, floor }),
        },
        warmUp,
      ];
    case 'rangeTest':
      return [
        {
          label: 'Over',
          ...steps('length'),
          value: schedule.steps,
          changed: (length) => ({ ...schedule, steps: length }),
        },
        {
          label: 'Up to times',
          rule: { name: 'rise', isPositive: true },
          scale: { kind: 'logarithmic' },
          value: schedule.rise,
          changed: (rise) => ({ ...schedule, rise }),
        },
        warmUp,
      ];
    default:
      return schedule satisfies never;
  }
}

/** How a strength of corruption is shown and typed. */
export function corruptionSetting(strength: CorruptionStrength): NumberSetting {
  const { name, minimum, maximum } = corruptionRules[strength];
  const rule = { name, minimum, maximum };
  return strength === 'imbalance'
    ? { label: corruptionTitles[strength], unit: ': 1', rule, scale: { kind: 'logarithmic' } }
    : { label: corruptionTitles[strength], unit: 'share', rule, scale: { kind: 'linear', step: 0.1 } };
}
const corruptionTitles: Readonly<Record<CorruptionStrength, string>> = {
  labelNoise: 'Wrong labels',
  imbalance: 'Imbalance',
  leak: 'Leaked test images',
  duplicates: 'Repeated images',
};
