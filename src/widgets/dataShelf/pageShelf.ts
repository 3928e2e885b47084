/**
 * The data dialog of this page, on the lab's shelf: made when the first figure asks for it, and as long as the page.
 *
 * What only the command can fetch is shown; a set that a page may fetch will be, when the engine does it.
 */

import { publishedSources } from '../../data/published';
import { pageShelf } from '../../lab/runs';
import { createShelfDialog } from './state';
import type { ShelfDialog } from './state';

let dialog: ShelfDialog | null = null;

export function pageShelfDialog(): ShelfDialog {
  dialog ??= createShelfDialog({
    ...pageShelf(),
    sources: publishedSources().filter(({ way }) => way === 'command'),
    fetch: (id) => Promise.reject(new Error(`internal: no page fetches ${id}, and one was asked to.`)),
  });
  return dialog;
}
