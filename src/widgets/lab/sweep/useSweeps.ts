/** How the dialog and the quiet line hold on to the sweep of the page. */

import { createContext, useContext, useState, useSyncExternalStore } from 'react';
import { pageSweeps } from '../../../lab/sweep/pageSweeps';
import type { Sweeper, SweepState } from '../../../lab/sweep/sweeper';

/** Where the sweep comes from. Tests put another source here. */
export const SweepSource = createContext<() => Sweeper>(pageSweeps);

export function useSweeper(): Sweeper {
  const source = useContext(SweepSource);
  const [sweeper] = useState(source);
  return sweeper;
}

/** A slice of its state; select what is needed, not a new object. */
export function useSweepState<Slice>({ store }: Sweeper, select: (state: SweepState) => Slice): Slice {
  return useSyncExternalStore(store.subscribe, () => select(store.getState()));
}
