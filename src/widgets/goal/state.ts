/** The judge's words. The verdict itself is `lab/goal.ts`. */
import { formatInteger, formatPercent } from '../../draw/format';
import type { TestPoint } from '../../engine/protocol';
import type { Goal, Verdict } from '../../lab/goal';

export function goalText({ atLeast, withinSteps }: Goal): string {
  return `Goal: ${formatPercent(atLeast, 0)} test accuracy by step ${formatInteger(withinSteps)}.`;
}

function measured({ accuracy, step }: TestPoint): string {
  return `${formatPercent(accuracy)} at step ${formatInteger(step)}`;
}

export function verdictText({ withinSteps }: Goal, verdict: Verdict): string {
  switch (verdict.kind) {
    case 'untried':
      return 'Not tried yet. Press Train in the trainer.';
    case 'open': {
      const place = `Step ${formatInteger(verdict.step)} of ${formatInteger(withinSteps)}`;
      return verdict.best === null
        ? `${place}; not evaluated yet.`
        : `${place}; best so far ${measured(verdict.best)}.`;
    }
    case 'reached':
      return `Reached: ${measured(verdict.point)}.`;
    case 'missed':
      return verdict.best === null
        ? `Missed: no evaluation fell within ${formatInteger(withinSteps)} steps. Reset and try again.`
        : `Missed: the best in time was ${measured(verdict.best)}. Reset, change something, and try again.`;
    default:
      return verdict satisfies never;
  }
}
