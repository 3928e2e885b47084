/**
 * What a screen reader should hear of a run: words that matter, not twenty numbers a second.
 *
 * A pure function of the state before and after; null when there is nothing to say.
 */

import type { RunState } from './runState';

/** The highest first. */
const ACCURACIES = [0.98, 0.95, 0.9] as const;

export function announce(before: RunState, after: RunState): string | null {
  return (
    changed(before.unavailable, after.unavailable) ??
    failure(before, after) ??
    changed(before.problem, after.problem) ??
    changed(before.notice ?? null, after.notice ?? null) ??
    phaseChange(before, after) ??
    accuracyPassed(before, after) ??
    lossHalved(before, after)
  );
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

function accuracyPassed(before: RunState, after: RunState): string | null {
  const [was, is] = [before.status?.testAccuracy ?? 0, after.status?.testAccuracy ?? 0];
  const passed = ACCURACIES.find((accuracy) => was < accuracy && is >= accuracy);
  if (passed === undefined) return null;
  const step = after.testPoints[after.testPoints.length - 1]?.step ?? after.status?.step;
  return `Test accuracy passed ${Math.round(100 * passed)} % at step ${grouped(step ?? 0)}.`;
}

/** Once per run: half of the first point's loss. */
function lossHalved(before: RunState, after: RunState): string | null {
  const [first] = after.trainPoints;
  if (first === undefined || after.trainPoints === before.trainPoints) return null;
  const half = first.loss / 2;
  const point = after.trainPoints.find(({ loss }) => loss <= half);
  if (point === undefined || before.trainPoints.some(({ loss }) => loss <= half)) return null;
  return `The loss has halved, to ${point.loss.toFixed(2)}, at step ${grouped(point.step)}.`;
}

function accuracySoFar({ status }: RunState): string {
  const accuracy = status?.testAccuracy ?? null;
  return accuracy === null ? '' : ` Test accuracy ${(100 * accuracy).toFixed(1)} %.`;
}

function lossNow({ status }: RunState): string {
  const loss = status?.loss ?? null;
  return loss === null ? '' : ` Loss ${loss.toFixed(2)}.`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
