/**
 * What is wrong in a lesson, and how it is said: `file:line:column  who: expected …, found …; did you mean "…"? next step`.
 * Plugins report and go on, so that an author sees every problem of a page at once; the compiler throws at the end.
 */

import type { VFile } from 'vfile';
import { nearestName } from './nearestName';

/** 1-based, as editors count. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  readonly file: string;
  readonly place: Place;
  /** Which part of the language speaks: `widget`, `citation`, `front matter`. */
  readonly who: string;
  readonly expected: string;
  readonly found: string;
  readonly nearest?: string | undefined;
  /** A whole sentence: what to do. */
  readonly next?: string | undefined;
}

export function formatProblem({ file, place, who, expected, found, nearest, next }: Problem): string {
  const where = `${file}:${place.line}:${place.column}`;
  const guess = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  const step = next === undefined ? '' : guess === '' ? `. ${next}` : ` ${next}`;
  return `${where}  ${who}: expected ${expected}, found ${found}${guess}${step}`;
}

/** Everything that is wrong with one file; its message is one line per problem, in the order of the text. */
export class LessonError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const ordered = [...problems].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
    super(ordered.map(formatProblem).join('\n'));
    this.name = 'LessonError';
    this.problems = ordered;
  }
}

/** Where a character of a text is. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, Math.max(0, offset));
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** `one of a, b, c`, quoted only where a name has spaces. */
export function oneOf(names: Iterable<string>): string {
  const list = [...names].map((name) => (/\s/.test(name) ? `"${name}"` : name));
  if (list.length === 0) return 'nothing';
  return list.length === 1 ? (list[0] ?? '') : `one of ${list.join(', ')}`;
}

/** The common case: a name out of a set, misspelt. Long sets are not recited. */
export function unknownName(
  kind: string,
  found: string,
  names: Iterable<string>,
): Pick<Problem, 'expected' | 'found' | 'nearest'> {
  const all = [...names];
  return {
    expected: all.length <= 12 ? oneOf(all) : `the name of a ${kind}`,
    found: `"${found}"`,
    nearest: nearestName(found, all),
  };
}

export interface Positioned {
  readonly position?: { readonly start: { readonly offset?: number | undefined } } | undefined;
}

/** Reports a problem of the file being compiled, at a node or at an offset into the file. */
export function report(file: VFile, at: Positioned | number, problem: Omit<Problem, 'file' | 'place'>): void {
  const offset = typeof at === 'number' ? at : (at.position?.start.offset ?? 0);
  problemsOf(file).push({ ...problem, file: file.path, place: placeAt(String(file), offset) });
}

export function problemsOf(file: VFile): Problem[] {
  const data = file.data as { problems?: Problem[] };
  data.problems ??= [];
  return data.problems;
}
