/** The head of a lesson: YAML between `---` lines, checked against a schema, every message at its own line. */

import { LineCounter, parseDocument, isNode } from 'yaml';
import { z } from 'zod';
import type { LessonMeta } from './model';
import { type Place, type Problem } from './problem';
import { schemaProblems } from './schemaProblem';

const sentence = z.string().min(1);

export const lessonFrontMatter = z.strictObject({
  title: sentence,
  part: z.int().min(1),
  order: z.int().min(1),
  minutes: z.int().min(5).max(60),
  objectives: z.array(sentence).min(2).max(3),
  prerequisites: z.array(z.string()),
  summary: sentence,
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type LessonFrontMatter = z.infer<typeof lessonFrontMatter>;

/** Pages that are no chapters: notation, glossary. */
export const pageFrontMatter = z.strictObject({ title: sentence, summary: sentence });

export interface CheckedYaml<Value> {
  readonly value: Value | null;
  readonly problems: readonly Omit<Problem, 'file'>[];
  /** Where the entry at a path begins, in the file. */
  readonly placeOf: (path: readonly (string | number)[]) => Place;
}

/** Parses and checks YAML that begins on `firstLine` (1-based) of its file. */
export function checkYaml<Value>(
  text: string,
  schema: z.ZodType<Value>,
  who: string,
  firstLine: number,
): CheckedYaml<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const placeAtOffset = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: line + firstLine - 1, column: col };
  };
  const placeOf = (path: readonly (string | number)[]): Place => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return placeAtOffset(node.range[0]);
    }
    return { line: firstLine, column: 1 };
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      place: placeAtOffset(error.pos[0]),
      who,
      expected: 'YAML',
      found: `something else: ${(error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')}`,
      next: 'Text with a colon, a quote or a # in it stands in quotes.',
    }));
    return { value: null, problems, placeOf };
  }
  const data: unknown = document.toJS();
  const result = schema.safeParse(data);
  if (result.success) return { value: result.data, problems: [], placeOf };
  const problems = schemaProblems(schema, data, result.error).map(({ path, isUnknownKey = false, ...rest }) => ({
    ...rest,
    place: placeOf(path),
    who: [who, ...(isUnknownKey ? path.slice(0, -1) : path)].join(' › '),
  }));
  return { value: null, problems, placeOf };
}

export function metaOf(slug: string, front: LessonFrontMatter): LessonMeta {
  const { title, part, order, minutes, objectives, prerequisites, summary } = front;
  return { slug, title, part, order, minutes, objectives, prerequisites, summary };
}
