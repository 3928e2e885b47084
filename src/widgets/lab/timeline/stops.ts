/**
 * Where the slider of a timeline can stand: one stop for each checkpoint that can be looked at, evenly spaced, since checkpoints are
 * dense first and rare later, and one more at the end for the newest weights.
 *
 * Pure functions of plain data. Deliberately not here: which checkpoints there are (`lab/timeline.ts`).
 */

import { formatInteger } from '../../../draw/format';
import type { RunState } from '../../../lab/runState';
import { reachable } from '../../../lab/timeline';
import type { SliderTick } from '../../../ui/StopSlider';
import { spreadIndices } from '../../../ui/lineChartModel';

/** Steps of the checkpoints before the newest weights, ascending. The stop after the last of them is the newest. */
export function stopsOf(timeline: RunState['timeline'], id: string, newest: number): readonly number[] {
  return reachable(timeline, id).filter((step) => step < newest);
}

/** The stop of a view: that of its checkpoint, or of the last one before it where that has been thinned out meanwhile. */
export function stopOf(stops: readonly number[], view: RunState['view']): number {
  if (view === null) return stops.length;
  const after = stops.findIndex((step) => step > view.step);
  return Math.max(0, (after === -1 ? stops.length : after) - 1);
}

/** What a stop means to `RunActions.view`. */
export function viewAt(stops: readonly number[], stop: number): number | null {
  return stops[stop] ?? null;
}

/** The stop nearest to a place on the axis of steps. */
export function stopNear(stops: readonly number[], newest: number, x: number): number {
  const steps = [...stops, newest];
  return steps.reduce((best, step, stop) => (Math.abs(step - x) < Math.abs((steps[best] ?? 0) - x) ? stop : best), 0);
}

/** At most `most` names under the slider, as evenly as the stops allow. */
export function ticksOf(stops: readonly number[], most: number): readonly SliderTick[] {
  return spreadIndices(stops.length + 1, most).map((stop) => {
    const step = stops[stop];
    return { stop, label: step === undefined ? 'newest' : formatInteger(step) };
  });
}

/** `step 120 of 3,000`; `the newest, step 3,000`. */
export function stopWords(stops: readonly number[], stop: number, newest: number): string {
  const step = stops[stop];
  return step === undefined
    ? `the newest, step ${formatInteger(newest)}`
    : `step ${formatInteger(step)} of ${formatInteger(newest)}`;
}

/** What is looked at, in a sentence. */
export function viewWords({ view, status, leftOver = null }: Pick<RunState, 'view' | 'status' | 'leftOver'>): string {
  const newest = status?.step ?? 0;
  if (newest === 0 && view === null) {
    if (leftOver !== null) {
      return `Nothing to look back at yet. A tab that is closed left this run at step ${formatInteger(leftOver.step)}.`;
    }
    return 'Nothing to look back at yet. Checkpoints are kept while the run trains.';
  }
  if (view === null) return `Looking at the newest weights, step ${formatInteger(newest)}.`;
  const training = status?.phase === 'running' ? 'Training goes on, at step' : 'Training is at step';
  return `Looking at step ${formatInteger(view.step)}. ${training} ${formatInteger(newest)}.`;
}

/** `61 checkpoints, 43 of 64 MiB; older ones are thinned.` */
export function memoryWords({ branches, bytes, limitBytes }: RunState['timeline']): string {
  const count = branches.reduce((sum, { checkpoints }) => sum + checkpoints.length, 0);
  if (count === 0) return '';
  const mebibytes = (amount: number): string => formatInteger(amount === 0 ? 0 : Math.max(1, amount / 2 ** 20));
  return (
    `${formatInteger(count)} ${count === 1 ? 'checkpoint' : 'checkpoints'}, ` +
    `${mebibytes(bytes)} of ${mebibytes(limitBytes)} MiB; older ones are thinned.`
  );
}

export const filmRates = { slow: 700, normal: 250, fast: 100 } as const;
/** Milliseconds at each stop. */
export type FilmRate = keyof typeof filmRates;

/** Where a film begins: where the slider stands, or at the beginning when it stands at the end. */
export function filmStart(stops: readonly number[], stop: number): number {
  return stop >= stops.length ? 0 : stop;
}
