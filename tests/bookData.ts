/**
 * Where real data for tests lies: `BOOK_DATA`, or `../shared/data` beside the repository. It is optional; tests that want it are
 * skipped by name where it is absent: `describe.skipIf(bookData() === null)(`… ${skipReason}`, …)`.
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The folder with `mnist/` in it, or null. */
export function bookData(): string | null {
  const folder = resolve(root, process.env['BOOK_DATA'] ?? '../shared/data');
  return existsSync(resolve(folder, 'mnist')) ? folder : null;
}

/** Ends the name of a skipped test; empty where the data is there. */
export const skipReason =
  bookData() === null ? '(skipped: no real data; set BOOK_DATA to the folder that has mnist/ in it)' : '';
