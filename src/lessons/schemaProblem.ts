/** Zod's issues in the words of a lesson's messages: expected, found, nearest name. */

import { z } from 'zod';
import { nearestName } from './nearestName';
import { oneOf, type Problem } from './problem';

export interface SchemaProblem extends Pick<Problem, 'expected' | 'found' | 'nearest'> {
  /** Where in the data: keys and indices from the outside in. */
  readonly path: readonly (string | number)[];
  /** The last of the path is a key that the schema does not have. */
  readonly isUnknownKey?: true;
}

const inWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** What is wrong with `value`, which `schema` refused. */
export function schemaProblems(schema: z.ZodType, value: unknown, error: z.ZodError): SchemaProblem[] {
  return error.issues.flatMap((issue): SchemaProblem[] => {
    const path = issue.path.filter((key): key is string | number => typeof key !== 'symbol');
    const given = at(value, path);
    const found = given === undefined ? 'nothing' : JSON.stringify(given);
    switch (issue.code) {
      case 'unrecognized_keys': {
        const known = keysAt(schema, path);
        return issue.keys.map((key) => ({
          path: [...path, key],
          isUnknownKey: true,
          expected: known.length === 0 ? 'no attribute' : oneOf(known),
          found: `"${key}"`,
          nearest: nearestName(key, known),
        }));
      }
      case 'invalid_value': {
        const names = issue.values.map(String);
        return [
          {
            path,
            expected: oneOf(names),
            found,
            nearest: typeof given === 'string' ? nearestName(given, names) : undefined,
          },
        ];
      }
      case 'invalid_type':
        return [{ path, expected: inWords[issue.expected] ?? issue.expected, found }];
      case 'too_small':
        return [{ path, expected: `at least ${issue.minimum}${unitOf(issue.origin)}`, found: sized(given, found) }];
      case 'too_big':
        return [{ path, expected: `at most ${issue.maximum}${unitOf(issue.origin)}`, found: sized(given, found) }];
      default:
        return [{ path, expected: issue.message, found }];
    }
  });
}

function unitOf(origin: string): string {
  return origin === 'array' ? ' entries' : origin === 'string' ? ' letters' : '';
}

function sized(given: unknown, found: string): string {
  return Array.isArray(given) ? String(given.length) : found;
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = (inner as Readonly<Record<string | number, unknown>>)[key];
  }
  return inner;
}

function keysAt(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  if (path.length > 0 || !(schema instanceof z.ZodObject)) return [];
  return Object.keys(schema.shape);
}
