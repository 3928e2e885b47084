/**
 * Reads plain data back from JSON that lay in a file, entry by entry: each is asked for by name and checked, and the first that is not as
 * expected is told with its place in the file.
 *
 * Entries that nobody asks for are passed over.
 */

import { DataError } from './dataSet';

const hashPattern = /^[0-9a-f]{64}$/;

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isWordOrNumber(value: unknown): value is string | number {
  return typeof value === 'string' || isNumber(value);
}

/** Entries of an object in the file, each asked for by name and checked; `path` says where in the file it stands. */
export interface Entries {
  version(): void;
  has(name: string): boolean;
  isNull(name: string): boolean;
  text(name: string): string;
  matching(name: string, pattern: RegExp, expected: string): string;
  hash(name: string): string;
  texts(name: string): readonly string[];
  number(name: string, isRight: (value: number) => boolean, expected: string): number;
  count(name: string, smallest: number): number;
  numbers(name: string, length: number, isRight: (value: number) => boolean, expected: string): readonly number[];
  entries<T>(name: string, isRight: (value: unknown) => value is T, expected: string): Readonly<Record<string, T>>;
  object(name: string): Entries;
  objects(name: string): readonly Entries[];
}

/**
 * @param whatNext the sentence that ends every message.
 * @throws DataError naming the file, the entry, what was expected and what was found
 */
export function jsonObject(text: string, fileName: string, whatNext: string): Entries {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DataError(
      `${fileName}: expected JSON, found ${error instanceof Error ? error.message : 'none'}. ${whatNext}`,
    );
  }
  return entriesOf(value, '', { fileName, whatNext });
}

interface Told {
  readonly fileName: string;
  readonly whatNext: string;
}

function entriesOf(value: unknown, path: string, told: Told): Entries {
  const { fileName, whatNext } = told;
  const refuse = (name: string, expected: string, found: unknown): never => {
    const place = name === '' ? path.slice(0, -1) : `${path}${name}`;
    const words = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 60);
    throw new DataError(
      `${fileName}: expected ${place === '' ? 'the whole' : place} to be ${expected}, found ${words}. ${whatNext}`,
    );
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('', 'an object', value);
  const record = value as Readonly<Record<string, unknown>>;
  const at = (name: string): unknown => (Object.hasOwn(record, name) ? record[name] : undefined);
  const matching = (name: string, pattern: RegExp, expected: string): string => {
    const found = at(name);
    return typeof found === 'string' && pattern.test(found) ? found : refuse(name, expected, found);
  };
  const number = (name: string, isRight: (value: number) => boolean, expected: string): number => {
    const found = at(name);
    return isNumber(found) && isRight(found) ? found : refuse(name, expected, found);
  };
  return {
    version() {
      if (at('version') !== 1) refuse('version', '1', at('version'));
    },
    has: (name) => at(name) !== undefined,
    isNull: (name) => at(name) === null,
    text: (name) => matching(name, /\S/, 'a text'),
    matching,
    hash: (name) => matching(name, hashPattern, 'a SHA-256 of 64 hexadecimal digits'),
    texts(name) {
      const found = at(name);
      const isList = Array.isArray(found) && found.length > 0 && found.every((entry) => typeof entry === 'string');
      return isList ? found : refuse(name, 'a list of texts', found);
    },
    number,
    count: (name, smallest) =>
      number(name, (found) => Number.isSafeInteger(found) && found >= smallest, `a whole number, ${smallest} or more`),
    numbers(name, length, isRight, expected) {
      const found = at(name);
      const isList =
        Array.isArray(found) && found.length === length && found.every((entry) => isNumber(entry) && isRight(entry));
      return isList ? (found as number[]) : refuse(name, expected, found);
    },
    entries<T>(name: string, isRight: (value: unknown) => value is T, expected: string): Readonly<Record<string, T>> {
      const found = at(name);
      const isRecord = typeof found === 'object' && found !== null && !Array.isArray(found);
      return isRecord && Object.values(found).every(isRight)
        ? (found as Readonly<Record<string, T>>)
        : refuse(name, expected, found);
    },
    object: (name) => entriesOf(at(name), `${path}${name}.`, told),
    objects(name) {
      const found = at(name);
      return Array.isArray(found)
        ? found.map((entry, index) => entriesOf(entry, `${path}${name}[${index}].`, told))
        : refuse(name, 'a list', found);
    },
  };
}
