/** How settings of a figure become the run's. Deliberately not here: which settings there are (`settings.ts`). */

import { useEffect, useRef } from 'react';
import type { RunHandle } from '../../lab/runState';
import { describedBy, isDescribedBy, settingChanges } from './settings';
import type { Settings } from './settings';

/** Asks the run for what is not so already, and resolves when all of it is in force. For what a reader changes, one thing at a time. */
export async function putInForce(run: RunHandle, settings: Settings): Promise<void> {
  const changes = settingChanges(run.store.getState().description, settings);
  await Promise.all(changes.map((change) => change(run.actions)));
}

/** The same with all of it at once; the run starts over, unless it has all of it already. */
export async function describeAs(run: RunHandle, settings: Settings): Promise<void> {
  const { description } = run.store.getState();
  if (!isDescribedBy(settings, description)) await run.actions.describe(describedBy(settings, description));
}

/** Settings from a link or from before a reload are put in force once, unless the run has been trained already. */
export function useRestoredSettings(run: RunHandle, settings: Settings | null): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    const { status } = run.store.getState();
    if (settings === null || (status !== null && (status.step > 0 || status.phase === 'running'))) return;
    void describeAs(run, settings);
  }, [run, settings]);
}
