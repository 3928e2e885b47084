/**
 * The paths of files in an archive or a folder. Nothing is ever written under them; still, a path that tries to lead somewhere else is
 * a sign that the archive is not what it seems, and is refused with its name.
 */

import { DataError } from '../dataSet';

const MOST_LETTERS = 1_000;
const MOST_LETTERS_OF_A_NAME = 255;

/**
 * @param where the archive or folder, for messages
 * @throws DataError when a path is absolute, leads upwards, holds a backslash or characters that cannot be seen, is too long, or comes twice
 */
export function checkPaths(paths: readonly string[], where: string): void {
  const seen = new Set<string>();
  for (const path of paths) {
    const why = trickOf(path) ?? (seen.has(path) ? 'a name that comes twice' : null);
    if (why !== null) {
      throw new DataError(
        `${where}: expected plain paths such as cats/1.png, found ${why}: ${shown(path)}. Pack the class folders again, and choose that archive.`,
      );
    }
    seen.add(path);
  }
}

function trickOf(path: string): string | null {
  if (path === '' || path.length > MOST_LETTERS) return `a path of ${path.length} characters`;
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(path)) return 'characters that cannot be seen';
  if (path.includes('\\')) return 'a backslash';
  if (path.startsWith('/')) return 'an absolute path';
  if (/^[A-Za-z]:/.test(path)) return 'a drive letter';
  const names = path.replace(/\/$/, '').split('/');
  if (names.some((name) => name === '..' || name === '.' || name === '')) return 'a path that leads elsewhere';
  return names.some((name) => name.length > MOST_LETTERS_OF_A_NAME) ? 'a very long name' : null;
}

/** As a message can hold it. */
function shown(path: string): string {
  const text = JSON.stringify(path.length > 80 ? `${path.slice(0, 80)}…` : path);
  return text.replace(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '?');
}

/** What computers put beside the files: never looked at. */
export function isClutter(path: string): boolean {
  return path
    .split('/')
    .some((name) => name.startsWith('.') || name === '__MACOSX' || /^(thumbs\.db|desktop\.ini)$/i.test(name));
}
