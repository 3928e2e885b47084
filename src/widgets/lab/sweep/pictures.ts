/**
 * What the results are drawn from, as plain data: small multiples with the same axes for all, and one axis against its result. Plain
 * functions of a sweep's state; no React, no colours.
 */

import { formatFixed, formatInteger, formatPercent, noNumber } from '../../../draw/format';
import type { TrainPoint } from '../../../engine/protocol';
import { isNumberAxis, valuesOf, valueTitle, type Axis } from '../../../lab/sweep/plan';
import {
  isTrained,
  settingResults,
  type SettingResult,
  type Spread,
  type TrialRecord,
} from '../../../lab/sweep/results';
import type { LiveTrial, Sweep } from '../../../lab/sweep/sweeper';
import { settingTitle } from '../../../lab/sweep/words';
import type { Series } from '../../../ui/lineChartModel';

/** One small chart: a setting, its seeds overlaid. */
export interface SmallChart {
  readonly setting: number;
  readonly title: string;
  /** `96.1 %`, `95.8 % ± 0.4 % (3 seeds)`, `diverged at step 12`, `waits`. */
  readonly words: string;
  readonly curves: readonly Series[];
}

export interface SmallCharts {
  readonly charts: readonly SmallChart[];
  /** Of all charts: the steps, and the training loss. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Charts of each setting; the loss axis is logarithmic and holds every curve, up to a hundred times the smallest first loss. */
export function smallCharts(
  { plan, expansion }: Sweep,
  records: readonly TrialRecord[],
  live: readonly LiveTrial[],
): SmallCharts {
  const results = settingResults(expansion, records);
  const pointsOf = (trial: number): readonly TrainPoint[] => {
    const record = records[trial];
    if (record !== undefined && isTrained(record)) return record.trainPoints;
    return live.find((one) => one.trial === trial)?.trainPoints ?? [];
  };
  const charts = results.map((result) => {
    const trials = expansion.trials.flatMap(({ setting }, trial) => (setting === result.setting ? [trial] : []));
    return {
      setting: result.setting,
      title: settingTitle(plan, expansion, result.setting),
      words: settingWords(
        result,
        trials.map((trial) => records[trial] ?? { state: 'waiting' }),
      ),
      curves: trials.map((trial): Series => {
        const points = pointsOf(trial);
        return {
          label: `seed ${expansion.trials[trial]?.seed ?? 0}`,
          tone: 'first',
          count: points.length,
          x: (index) => points[index]?.step ?? 0,
          y: (index) => points[index]?.loss ?? 0,
        };
      }),
    };
  });
  return { charts, x: [0, plan.steps], y: lossDomain(charts.flatMap(({ curves }) => curves)) };
}

function lossDomain(curves: readonly Series[]): readonly [number, number] {
  let [smallest, largest, first] = [Infinity, -Infinity, Infinity];
  for (const { count, y } of curves) {
    for (let index = 0; index < count; index++) {
      const loss = y(index);
      if (!(loss > 0) || !Number.isFinite(loss)) continue;
      smallest = Math.min(smallest, loss);
      largest = Math.max(largest, loss);
      if (index === 0) first = Math.min(first, loss);
    }
  }
  if (smallest === Infinity) return [0.1, 3];
  return [smallest * 0.9, Math.max(smallest * 2, Math.min(largest, first * 100)) * 1.1];
}

/** What became of a setting, in a few words. */
export function settingWords({ accuracy, diverged, trials }: SettingResult, records: readonly TrialRecord[]): string {
  const parts: string[] = [];
  if (accuracy !== null) parts.push(spreadWords(accuracy, trials));
  const [first] = records.flatMap((record) => (record.state === 'diverged' ? [record.atStep] : []));
  if (first !== undefined) {
    parts.push(trials === 1 ? `diverged at step ${formatInteger(first)}` : `${diverged} of ${trials} diverged`);
  }
  const count = (state: TrialRecord['state']): number => records.filter((record) => record.state === state).length;
  if (count('failed') > 0) parts.push(trials === 1 ? 'failed' : `${count('failed')} failed`);
  if (count('running') > 0) parts.push('under way');
  else if (parts.length === 0 && count('waiting') > 0) parts.push('waits');
  if (parts.length === 0) parts.push('cancelled');
  return parts.join(', ');
}

/** `96.1 %`; of several seeds `95.8 % ± 0.4 %, n = 3`. */
export function spreadWords({ n, mean, deviation }: Spread, trials: number): string {
  return trials === 1 ? formatPercent(mean) : `${meanWords({ mean, deviation })}, n = ${n}`;
}

/** `96.1 %`, `95.8 % ± 0.4 %`. */
export function meanWords(spread: Pick<Spread, 'mean' | 'deviation'> | null): string {
  if (spread === null) return noNumber;
  const { mean, deviation } = spread;
  return deviation === null ? formatPercent(mean) : `${formatPercent(mean)} ± ${formatPercent(deviation)}`;
}

/** Where each value of an axis stands, 0 … 1: by its logarithm where all are positive and far apart; words in equal steps. */
export function placesOf(axis: Axis): readonly number[] {
  const values = valuesOf(axis);
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (!isNumberAxis(axis) || !(high > low)) return values.map((_, index) => (index + 0.5) / values.length);
  const isLog = axis.values.kind === 'logarithmic' || (low > 0 && high / low >= 8);
  const scale = (value: number): number => (isLog && low > 0 ? Math.log(value) : value);
  return numbers.map((value) => (scale(value) - scale(low)) / (scale(high) - scale(low)));
}

export interface PlottedSetting {
  readonly setting: number;
  /** 0 … 1 */
  readonly place: number;
  readonly title: string;
  readonly spread: Spread | null;
  readonly accuracies: readonly number[];
  readonly diverged: number;
}

/** The settings of a sweep with one axis, as points of a plot; and an accuracy axis that holds all of them. */
export function plotOf(
  { plan, expansion }: Sweep,
  records: readonly TrialRecord[],
): { readonly settings: readonly PlottedSetting[]; readonly y: readonly [number, number] } {
  const [axis] = plan.axes;
  const places = axis === undefined ? [0.5] : placesOf(axis);
  const settings = settingResults(expansion, records).map(({ setting, accuracy, diverged }) => ({
    setting,
    place: places[setting] ?? 0,
    title: axis === undefined ? 'all seeds' : valueTitle(axis.name, expansion.settings[setting]?.values[0] ?? 0),
    spread: accuracy,
    diverged,
    accuracies: expansion.trials.flatMap((trial, index) => {
      const record = records[index];
      return trial.setting === setting && record?.state === 'done' ? [record.final.accuracy] : [];
    }),
  }));
  const all = settings.flatMap(({ accuracies }) => accuracies);
  if (all.length === 0) return { settings, y: [0, 1] };
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(0.01, (high - low) * 0.12);
  return { settings, y: [Math.max(0, low - room), Math.min(1, high + room)] };
}

/** Between 0 and 1 for the mean accuracies of all settings, for the shade of a cell; all the same: 1. */
export function shadeOf(result: SettingResult | undefined, results: readonly SettingResult[]): number | null {
  if (result?.accuracy === null || result === undefined) return null;
  const means = results.flatMap(({ accuracy }) => (accuracy === null ? [] : [accuracy.mean]));
  const [low, high] = [Math.min(...means), Math.max(...means)];
  return high > low ? (result.accuracy.mean - low) / (high - low) : 1;
}

/** The cells of one setting's row, after its values. */
export function settingCells({ accuracy, loss, diverged, trials }: SettingResult): readonly string[] {
  const percent = (value: number | null | undefined): string =>
    value === null || value === undefined ? noNumber : formatPercent(value);
  return [
    percent(accuracy?.mean),
    percent(accuracy?.deviation),
    percent(accuracy?.minimum),
    percent(accuracy?.maximum),
    `${accuracy?.n ?? 0} of ${trials}${diverged > 0 ? `, ${diverged} diverged` : ''}`,
    loss === null ? noNumber : formatFixed(loss.mean, 3),
  ];
}

/** What a trial's row says of its state. */
export function recordWords(record: TrialRecord, live: LiveTrial | undefined): string {
  switch (record.state) {
    case 'waiting':
      return 'waits';
    case 'running':
      return live === undefined ? 'under way' : `at step ${formatInteger(live.step)}`;
    case 'cancelled':
      return 'cancelled';
    case 'failed':
      return `failed: ${record.words}`;
    case 'done':
      return 'done';
    case 'diverged':
      return `diverged at step ${formatInteger(record.atStep)}`;
    default:
      return record satisfies never;
  }
}
