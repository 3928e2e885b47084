/**
 * A table of points from a CSV file: two columns of numbers and one that says the class. The separator (comma, semicolon or tab) and
 * whether there is a line of titles are told from the first lines.
 *
 * Deliberately not here: what a set of points is to a network; this is the checked table.
 *
 * Source: RFC 4180.
 */

import { dsvFormat } from 'd3-dsv';
import { DataError, MOST_CLASSES } from '../dataSet';

export interface PointTable {
  /** Of the two columns of numbers; `x` and `y` where the file has none. */
  readonly columns: readonly [x: string, y: string];
  /** In order of their names; whole numbers in order of size. */
  readonly classes: readonly string[];
  /** x and y of each point, one after the other. */
  readonly points: Float32Array;
  readonly labels: Uint8Array;
}

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_POINTS = 1_000_000;

/** @throws DataError naming the file, the line, what was expected and what was found */
export function readPointTable(bytes: Uint8Array, fileName: string): PointTable {
  if (bytes.length > MOST_BYTES) {
    throw new DataError(
      `${fileName}: expected at most ${MOST_BYTES} bytes, found ${bytes.length}. Choose a shorter table.`,
    );
  }
  const text = textOf(bytes, fileName);
  const rows = dsvFormat(separatorOf(text))
    .parseRows(text)
    .map((cells, line) => ({ line: line + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [first] = rows;
  if (first === undefined) {
    throw new DataError(
      `${fileName}: expected lines with two numbers and a class, found none. Choose a table with points in it.`,
    );
  }
  const hasTitles = numberOf(first.cells[0]) === null || numberOf(first.cells[1]) === null;
  const data = hasTitles ? rows.slice(1) : rows;
  if (data.length === 0 || data.length > MOST_POINTS) {
    throw new DataError(
      `${fileName}: expected 1 to ${MOST_POINTS} points, found ${data.length}. Choose another table.`,
    );
  }
  const points = new Float32Array(2 * data.length);
  const names: string[] = [];
  for (const [index, { line, cells }] of data.entries()) {
    const [x, y] = [numberOf(cells[0]), numberOf(cells[1])];
    if (cells.length !== 3 || x === null || y === null || cells[2] === '') {
      throw new DataError(
        `${fileName}, line ${line}: expected two numbers and a class, such as 0.5, −1.25, red, found ${shown(cells)}. ` +
          `Leave other columns and lines out, and write decimals with a point.`,
      );
    }
    points[2 * index] = x;
    points[2 * index + 1] = y;
    names.push(cells[2]!);
  }
  const classes = inOrder([...new Set(names)]);
  if (classes.length < 2 || classes.length > MOST_CLASSES) {
    throw new DataError(
      `${fileName}: expected 2 to ${MOST_CLASSES} classes in the third column, found ` +
        `${classes.length === 1 ? `only one, “${classes[0]!}”` : classes.length}. Choose a table with other classes.`,
    );
  }
  const labels = new Map(classes.map((name, label) => [name, label]));
  return {
    columns: hasTitles ? [first.cells[0] ?? 'x', first.cells[1] ?? 'y'] : ['x', 'y'],
    classes,
    points,
    labels: Uint8Array.from(names, (name) => labels.get(name)!),
  };
}

function textOf(bytes: Uint8Array, fileName: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new DataError(`${fileName}: expected text in UTF-8, found other bytes. Save the table as CSV in UTF-8.`, {
      cause: error,
    });
  }
}

function separatorOf(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
}

/** A finite number that 32 bits can hold, or null. Words, nothing and hexadecimal numbers are none. */
function numberOf(cell: string | undefined): number | null {
  if (cell === undefined || !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(cell)) return null;
  const number = Math.fround(Number(cell));
  return Number.isFinite(number) ? number : null;
}

function inOrder(names: readonly string[]): readonly string[] {
  const areNumbers = names.every((name) => /^\d+$/.test(name));
  return [...names].sort((a, b) => (areNumbers ? Number(a) - Number(b) : a < b ? -1 : 1));
}

function shown(cells: readonly string[]): string {
  const text = cells.join(', ');
  return `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}: ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}
