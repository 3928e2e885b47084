/**
 * How a figure holds on to the data dialog: one for the page, whatever figure opens it, so that what is being fetched or imported is the
 * same everywhere.
 */

import { createContext, useContext, useSyncExternalStore } from 'react';
import { pageShelfDialog } from './pageShelf';
import type { ShelfDialog, ShelfState } from './state';

/** Where the dialog comes from. Tests put another source here. */
export const ShelfSource = createContext<() => ShelfDialog>(pageShelfDialog);

export function useShelf(): ShelfDialog {
  return useContext(ShelfSource)();
}

/** A slice of the dialog's state; the figure renders again when it is another value. */
export function useShelfState<Slice>(shelf: ShelfDialog, select: (state: ShelfState) => Slice): Slice {
  return useSyncExternalStore(shelf.store.subscribe, () => select(shelf.store.getState()));
}
