/**
 * Exercises that the live run judges: a condition as plain data, and a verdict that is read off the run's measured points.
 *
 * Only evaluations over the whole test set count, never a training batch, and a verdict once given stands until the run is reset.
 */
import type { TestPoint } from '../engine/protocol';

/** Reach `atLeast` (a fraction) on the test set by step `withinSteps`. */
export interface Goal {
  readonly atLeast: number;
  readonly withinSteps: number;
}

export type Verdict =
  | { readonly kind: 'untried' }
  /** Still possible; `best` is the best evaluation so far, if there was one. */
  | { readonly kind: 'open'; readonly step: number; readonly best: TestPoint | null }
  | { readonly kind: 'reached'; readonly point: TestPoint }
  /** The steps are used up; `best` is the best evaluation within them. */
  | { readonly kind: 'missed'; readonly best: TestPoint | null };

/** @param step of the run now. @param points its evaluations, in order of steps. */
export function judge(goal: Goal, step: number, points: readonly TestPoint[]): Verdict {
  const counted = points.filter((point) => point.step <= goal.withinSteps);
  const reached = counted.find((point) => point.accuracy >= goal.atLeast);
  if (reached !== undefined) return { kind: 'reached', point: reached };
  const best = counted.reduce<TestPoint | null>(
    (top, point) => (top === null || point.accuracy > top.accuracy ? point : top),
    null,
  );
  if (step === 0) return { kind: 'untried' };
  // The evaluation at the last step that counts may still be under way.
  const over = step > goal.withinSteps || counted.some((point) => point.step === goal.withinSteps);
  return over ? { kind: 'missed', best } : { kind: 'open', step, best };
}
