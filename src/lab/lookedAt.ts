/** Which moment of a run its figures look at, as selectors: what each of them asks before it says which step it shows. */

import type { RunState } from './runState';

/** The step of the weights that figures see: of the checkpoint looked at, or the newest; 0 before the first. */
export function stepLookedAt({ view, status }: Pick<RunState, 'view' | 'status'>): number {
  return view?.step ?? status?.step ?? 0;
}

/** The step of the checkpoint looked at; null at the newest weights. */
export function stepLookedBackAt({ view }: Pick<RunState, 'view'>): number | null {
  return view?.step ?? null;
}
