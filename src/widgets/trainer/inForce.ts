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

/**
 * Settings from a link or from before a reload are put in force once, unless the run has been trained already. Where the run is being put
 * back after a reload, that comes first; a link that has just led here then counts all the same, and what was trained stays in the timeline.
 *
 * @param link `isNew`: it has not been followed in this session yet; `onFollowed` notes that it has
 */
export function useRestoredSettings(
  run: RunHandle,
  settings: Settings | null,
  link: { readonly isNew: boolean; readonly onFollowed: () => void },
): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    const follow = (isFirst: boolean): void => {
      if (link.isNew) link.onFollowed();
      const { status } = run.store.getState();
      const isTrained = status !== null && (status.step > 0 || status.phase === 'running');
      if (settings !== null && (isFirst || !isTrained)) void describeAs(run, settings);
    };
    if (run.store.getState().isRestoring !== true) {
      follow(false);
      return;
    }
    const stop = run.store.subscribe((state) => {
      if (state.isRestoring === true) return;
      stop();
      follow(link.isNew);
    });
  }, [run, settings, link]);
}
