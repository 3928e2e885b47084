/**
 * The data dialog of this page, on the lab's shelf: made when the first figure asks for it, and as long as the page.
 */

import { pageShelf } from '../../lab/runs';
import { createShelfDialog } from './state';
import type { ShelfDialog } from './state';

let dialog: ShelfDialog | null = null;

export function pageShelfDialog(): ShelfDialog {
  dialog ??= createShelfDialog(pageShelf());
  return dialog;
}
