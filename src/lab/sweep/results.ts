/**
 * What a sweep found, as plain data and plain functions: one record for each trial, what the seeds of a setting have in common, which is
 * the best, and all of it as a file.
 *
 * All trials are measured at the same step, over the whole test set; only one that diverged has no such number.
 * Deliberately not here: where records are kept (`storage.ts`) and how they come about (`sweeper.ts`).
 */

import type { TestPoint, TrainPoint } from '../../engine/protocol';
import { axisTitle, valueTitle, type Expansion, type SweepPlan } from './plan';

/** Over the whole test set. The loss is null where it was not measured. */
export interface Measurement {
  readonly step: number;
  readonly accuracy: number;
  readonly loss: number | null;
}

export interface Curve {
  readonly trainPoints: readonly TrainPoint[];
  readonly testPoints: readonly TestPoint[];
}

interface Trained extends Curve {
  /** The highest accuracy on the way; the earliest of several. Null where nothing was measured. */
  readonly best: Measurement | null;
  /** Of training and measuring; pauses not counted. */
  readonly durationMs: number;
  readonly executor: string;
}

export type TrialRecord =
  | { readonly state: 'waiting' }
  | { readonly state: 'running' }
  | { readonly state: 'cancelled' }
  /** It could not be run: why, in words. */
  | { readonly state: 'failed'; readonly words: string }
  | ({ readonly state: 'done'; readonly final: Measurement } & Trained)
  /** A result too: the loss stopped being a finite number at this step. */
  | ({ readonly state: 'diverged'; readonly atStep: number } & Trained);

export type TrainedRecord = Extract<TrialRecord, { state: 'done' | 'diverged' }>;

export function isTrained(record: TrialRecord): record is TrainedRecord {
  return record.state === 'done' || record.state === 'diverged';
}

/** What was measured on the way and at the end, as one: the highest accuracy. */
export function bestOf(testPoints: readonly TestPoint[], final: Measurement | null): Measurement | null {
  let best: Measurement | null = null;
  for (const point of [...testPoints, ...(final === null ? [] : [final])]) {
    if (best === null || point.accuracy > best.accuracy) {
      best = { step: point.step, accuracy: point.accuracy, loss: point.loss };
    }
  }
  return best;
}

export interface Spread {
  /** How many values. */
  readonly n: number;
  readonly mean: number;
  /** Of a sample: divided by n − 1. Null for a single value. */
  readonly deviation: number | null;
  readonly minimum: number;
  readonly maximum: number;
}

/** Null for no values. */
export function spreadOf(values: readonly number[]): Spread | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    n,
    mean,
    deviation: n === 1 ? null : Math.sqrt(squares / (n - 1)),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
  };
}

export interface SettingResult {
  /** Index of the setting. */
  readonly setting: number;
  /** Test accuracy at the last step, over the seeds that are done. */
  readonly accuracy: Spread | null;
  readonly loss: Spread | null;
  readonly diverged: number;
  /** Trials of this setting, whatever became of them. */
  readonly trials: number;
}

export function settingResults({ settings, trials }: Expansion, records: readonly TrialRecord[]): SettingResult[] {
  return settings.map((_, setting) => {
    const own = records.filter((_record, index) => trials[index]?.setting === setting);
    const finals = own.flatMap((record) => (record.state === 'done' ? [record.final] : []));
    return {
      setting,
      accuracy: spreadOf(finals.map(({ accuracy }) => accuracy)),
      loss: spreadOf(finals.flatMap(({ loss }) => (loss === null ? [] : [loss]))),
      diverged: own.filter(({ state }) => state === 'diverged').length,
      trials: own.length,
    };
  });
}

/**
 * The setting of the highest mean accuracy so far; of equal ones that of the lower mean loss, then the first. A setting of which a seed
 * diverged is none. Null while nothing is done.
 */
export function bestSetting(results: readonly SettingResult[]): number | null {
  let best: SettingResult | null = null;
  for (const result of results) {
    if (result.accuracy === null || result.diverged > 0) continue;
    if (best === null || isBetter(result, best)) best = result;
  }
  return best?.setting ?? null;
}

function isBetter(one: SettingResult, other: SettingResult): boolean {
  const [accuracy, than] = [one.accuracy?.mean ?? -Infinity, other.accuracy?.mean ?? -Infinity];
  return accuracy === than ? (one.loss?.mean ?? Infinity) < (other.loss?.mean ?? Infinity) : accuracy > than;
}

/** The trial of the highest accuracy so far, chosen alike. Null while nothing is done. */
export function bestTrial(records: readonly TrialRecord[]): number | null {
  let best: { readonly index: number; readonly final: Measurement } | null = null;
  for (const [index, record] of records.entries()) {
    if (record.state !== 'done') continue;
    const { final } = record;
    const isFirst = best === null;
    if (
      isFirst ||
      final.accuracy > (best?.final.accuracy ?? 0) ||
      (final.accuracy === best?.final.accuracy && (final.loss ?? Infinity) < (best.final.loss ?? Infinity))
    ) {
      best = { index, final };
    }
  }
  return best?.index ?? null;
}

/** One line for each trial, as RFC 4180 has it; numbers in full. */
export function sweepCsv({ axes }: SweepPlan, expansion: Expansion, records: readonly TrialRecord[]): string {
  const head = [
    'trial',
    ...axes.map(({ name }) => axisTitle(name)),
    'seed',
    'state',
    'step',
    'test accuracy',
    'test loss',
    'best test accuracy',
    'at step',
    'last training loss',
    'diverged at step',
    'seconds',
    'executor',
  ];
  const rows = expansion.trials.map(({ setting, seed }, index) => {
    const record = records[index] ?? { state: 'waiting' };
    const trained = isTrained(record) ? record : null;
    const final = record.state === 'done' ? record.final : null;
    return [
      index + 1,
      ...axes.map(({ name }, axis) => valueTitle(name, expansion.settings[setting]?.values[axis] ?? 0)),
      seed,
      record.state,
      final?.step,
      final?.accuracy,
      final?.loss,
      trained?.best?.accuracy,
      trained?.best?.step,
      trained?.trainPoints.at(-1)?.loss,
      record.state === 'diverged' ? record.atStep : null,
      trained === null ? null : (trained.durationMs / 1000).toFixed(3),
      trained?.executor,
    ];
  });
  return [head, ...rows].map((cells) => `${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`).join('');
}

function csvCell(cell: string | number): string {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
