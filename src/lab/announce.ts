/**
 * What a screen reader should hear of a run: words that matter, not twenty numbers a second.
 *
 * Picture: what the reader does, and what fails, is said at once. What training brings (the loss has halved, an accuracy is passed, no
 * progress any more) is said at most once in a few seconds: the newest waits, the ones before it are forgotten.
 *
 * A pure function of what was said before, the state before and after, and the time. A noisy curve is judged by the mean of its newest
 * points; the memory is needed because the curve itself is thinned on the way.
 */

import type { TestPoint, TrainPoint } from '../engine/protocol';
import type { RunState } from './runState';

/** The highest first. */
const ACCURACIES = [0.98, 0.95, 0.9] as const;
/** Between two things that training brings. */
export const QUIET_MS = 4000;
/** Points whose mean is the loss; each of them is the mean over ten steps. */
const SMOOTHED_POINTS = 5;
/** So many measurements on the test set without a better one are a plateau. */
export const PLATEAU_MEASUREMENTS = 5;

/** What is remembered of a run between two states. */
export interface Told {
  /** Of the course of training that the rest is about. */
  readonly id: string | null;
  readonly lastTrainStep: number;
  readonly lastTestStep: number;
  readonly newestLosses: readonly number[];
  /** From where the next halving counts. */
  readonly halvingFrom: { readonly loss: number; readonly step: number } | null;
  readonly best: { readonly accuracy: number; readonly step: number } | null;
  readonly measurementsSinceBest: number;
  /** Words that wait for their turn. */
  readonly waiting: string | null;
  readonly saidMs: number;
}

export const nothingTold: Told = {
  id: null,
  lastTrainStep: 0,
  lastTestStep: -1,
  newestLosses: [],
  halvingFrom: null,
  best: null,
  measurementsSinceBest: 0,
  waiting: null,
  saidMs: -Infinity,
};

/** @returns what is to be said now, or null, and what to remember */
export function announce(
  told: Told,
  before: RunState,
  after: RunState,
  nowMs: number,
): { readonly words: string | null; readonly told: Told } {
  const followed = follow(told, after);
  const atOnce =
    changed(before.unavailable, after.unavailable) ??
    failure(before, after) ??
    changed(before.problem, after.problem) ??
    changed(before.notice ?? null, after.notice ?? null) ??
    phaseChange(before, after);
  if (atOnce !== null) return { words: atOnce, told: { ...followed, waiting: null, saidMs: nowMs } };
  if (followed.waiting === null || nowMs - followed.saidMs < QUIET_MS) return { words: null, told: followed };
  return { words: followed.waiting, told: { ...followed, waiting: null, saidMs: nowMs } };
}

/** Takes in the points that are new. */
function follow(told: Told, { id, trainPoints, testPoints }: RunState): Told {
  const lastTrain = trainPoints.at(-1)?.step ?? 0;
  const lastTest = testPoints.at(-1)?.step ?? -1;
  const isSame = told.id === id && lastTrain >= told.lastTrainStep && lastTest >= told.lastTestStep;
  if (isSame && lastTrain === told.lastTrainStep && lastTest === told.lastTestStep) return told;
  let next: Told = isSame ? told : { ...nothingTold, id, saidMs: told.saidMs };
  for (const point of newer(trainPoints, next.lastTrainStep)) next = withTrainPoint(next, point);
  for (const point of newer(testPoints, next.lastTestStep)) next = withTestPoint(next, point);
  // What stood in a curve when it came into view (a branch, a reload) is no news.
  return isSame ? next : { ...next, waiting: null };
}

/** The points behind `step`; found from the end, where they are. */
function newer<P extends { readonly step: number }>(points: readonly P[], step: number): readonly P[] {
  let from = points.length;
  while (from > 0 && (points[from - 1]?.step ?? -Infinity) > step) from--;
  return points.slice(from);
}

function withTrainPoint(told: Told, { step, loss }: TrainPoint): Told {
  const newestLosses = [...told.newestLosses, loss].slice(-SMOOTHED_POINTS);
  const next = { ...told, lastTrainStep: step, newestLosses };
  const from = told.halvingFrom;
  if (from === null) return { ...next, halvingFrom: { loss, step: step === 1 ? 0 : step } };
  if (newestLosses.length < SMOOTHED_POINTS) return next;
  const mean = newestLosses.reduce((sum, one) => sum + one, 0) / SMOOTHED_POINTS;
  if (!(mean <= from.loss / 2)) return next;
  const how = mean <= from.loss / 4 ? 'fell to a quarter' : 'halved';
  const waiting = `The loss ${how} in ${grouped(step - from.step)} steps, to ${Number(mean.toPrecision(2))}.`;
  return { ...next, halvingFrom: { loss: mean, step }, waiting };
}

function withTestPoint(told: Told, { step, accuracy }: TestPoint): Told {
  const next = { ...told, lastTestStep: step };
  const { best } = told;
  if (best !== null && accuracy <= best.accuracy) {
    const measurementsSinceBest = told.measurementsSinceBest + 1;
    // Once for each plateau.
    return measurementsSinceBest === PLATEAU_MEASUREMENTS
      ? {
          ...next,
          measurementsSinceBest,
          waiting: `Test accuracy has not improved since step ${grouped(best.step)}; the best so far is ${percent(best.accuracy)}.`,
        }
      : { ...next, measurementsSinceBest };
  }
  const better = { ...next, best: { accuracy, step }, measurementsSinceBest: 0 };
  const passed = ACCURACIES.find((one) => (best?.accuracy ?? 0) < one && accuracy >= one);
  if (passed !== undefined) {
    return { ...better, waiting: `Test accuracy passed ${Math.round(100 * passed)} % at step ${grouped(step)}.` };
  }
  return told.measurementsSinceBest >= PLATEAU_MEASUREMENTS
    ? {
        ...better,
        waiting: `Test accuracy is better again: ${percent(accuracy)} at step ${grouped(step)}, the best so far.`,
      }
    : better;
}

function changed(before: string | null, after: string | null): string | null {
  return after === before ? null : after;
}

function failure(before: RunState, after: RunState): string | null {
  if (after.status?.phase !== 'failed' || before.status?.phase === 'failed') return null;
  return `Training stopped. ${after.status.message ?? ''}`.trim();
}

function phaseChange(before: RunState, after: RunState): string | null {
  const [was, is] = [before.status, after.status];
  if (is === null) return null;
  if (is.phase === 'running' && was?.phase !== 'running') return 'Training started.';
  if (is.phase === 'paused' && was?.phase === 'running')
    return `Paused at step ${grouped(is.step)}.${accuracySoFar(after)}`;
  // A press of Step may begin and end between two reports.
  if (is.phase === 'paused' && was !== null && is.step > was.step) return `Step ${grouped(is.step)}.${lossNow(after)}`;
  if (is.phase === 'ready' && was !== null && was.step > 0) return 'Reset: step 0, with fresh weights.';
  return null;
}

/** The last one, and the best where that is another. */
function accuracySoFar({ status, testPoints }: RunState): string {
  const accuracy = status?.testAccuracy ?? null;
  if (accuracy === null) return '';
  const best = testPoints.reduce((most, point) => Math.max(most, point.accuracy), accuracy);
  return ` Test accuracy ${percent(accuracy)}${best > accuracy ? `, at best ${percent(best)}` : ''}.`;
}

function lossNow({ status }: RunState): string {
  const loss = status?.loss ?? null;
  return loss === null ? '' : ` Loss ${loss.toFixed(2)}.`;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
