/** Sentences about a sweep: its title, its trials, what a reader should hear, the quiet line. Plain functions of plain data. */

import { axisTitle, valueTitle, type Expansion, type SweepPlan } from './plan';
import { bestSetting, bestTrial, settingResults, type TrialRecord } from './results';
import type { SweepState } from './sweeper';

/** `learning rate × 3, 2 seeds` */
export function planTitle({ axes, seeds }: Pick<SweepPlan, 'axes' | 'seeds'>, counts: readonly number[]): string {
  const parts = axes.map(({ name }, index) => `${axisTitle(name)} × ${counts[index] ?? 0}`);
  if (seeds.count > 1) parts.push(`${seeds.count} seeds`);
  return parts.join(', ');
}

/** `learning rate 0.01, optimizer Adam`; where no axis is, `these settings`. */
export function settingTitle({ axes }: Pick<SweepPlan, 'axes'>, { settings }: Expansion, setting: number): string {
  const values = settings[setting]?.values ?? [];
  if (axes.length === 0) return 'these settings';
  return axes.map(({ name }, index) => `${axisTitle(name)} ${valueTitle(name, values[index] ?? 0)}`).join(', ');
}

/** The setting, and the seed where there are several: `learning rate 0.01, seed 2`. */
export function trialTitle(plan: Pick<SweepPlan, 'axes' | 'seeds'>, expansion: Expansion, index: number): string {
  const trial = expansion.trials[index];
  if (trial === undefined) return '';
  if (plan.axes.length === 0) return `seed ${trial.seed}`;
  const setting = settingTitle(plan, expansion, trial.setting);
  return plan.seeds.count > 1 ? `${setting}, seed ${trial.seed}` : setting;
}

/** `Trial 5 of 9 done: learning rate 0.01 reached 96.1 %, the best so far.` */
export function trialWords(
  plan: SweepPlan,
  expansion: Expansion,
  records: readonly TrialRecord[],
  index: number,
): string {
  const record = records[index];
  const title = trialTitle(plan, expansion, index);
  const which = `Trial ${index + 1} of ${records.length}`;
  switch (record?.state) {
    case 'done': {
      const reached = `${which} done: ${title} reached ${percent(record.final.accuracy)}`;
      return bestTrial(records) === index ? `${reached}, the best so far.` : `${reached}.`;
    }
    case 'diverged':
      return `${which} diverged at step ${grouped(record.atStep)}: ${title}.`;
    case 'failed':
      return `${which} failed: ${title}. ${record.words}`;
    default:
      return '';
  }
}

/** Said once, when no trial waits any more. */
export function endWords(plan: SweepPlan, expansion: Expansion, records: readonly TrialRecord[]): string {
  const best = bestSetting(settingResults(expansion, records));
  if (best === null) return 'The sweep is over. No trial reached its last step.';
  const { accuracy } = settingResults(expansion, records)[best] ?? {};
  const mean = accuracy === undefined || accuracy === null ? '' : percent(accuracy.mean);
  if (plan.axes.length === 0) return `The sweep is over. Mean over ${accuracy?.n ?? 0} seeds: ${mean}.`;
  const over = accuracy !== null && accuracy !== undefined && accuracy.n > 1 ? `, mean over ${accuracy.n} seeds` : '';
  return `The sweep is over. Best: ${settingTitle(plan, expansion, best)} with ${mean}${over}.`;
}

/** How many trials need no more work. */
export function settledCount(records: readonly TrialRecord[]): number {
  return records.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
}

/** The quiet line beside a figure: `Sweep: 4 of 9, 40 s left`. Empty where there is nothing to say. */
export function sweepLine({ phase, records, msLeft }: Pick<SweepState, 'phase' | 'records' | 'msLeft'>): string {
  const count = `Sweep: ${settledCount(records)} of ${records.length}`;
  switch (phase) {
    case 'none':
      return '';
    case 'going':
      return msLeft === null ? count : `${count}, ${durationWords(msLeft)} left`;
    case 'paused':
      return `${count}, paused`;
    case 'elsewhere':
      return `${count}, runs in another tab`;
    case 'finished':
      return `Sweep: all ${records.length} trials have an end`;
    default:
      return phase satisfies never;
  }
}

/** `40 s`, `3 min`, `1 h 20 min`: rounded up, so that nobody waits longer than was said. */
export function durationWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
