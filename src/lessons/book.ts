/** `book.yaml` and the heads of the lessons → the table of contents. A chapter is written when its lesson's file exists. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkYaml, lessonFrontMatter } from './frontMatter';
import type { Book, Chapter } from './model';
import { LessonError } from './problem';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug: small letters, digits and single hyphens');
const bookSchema = z.strictObject({
  title: z.string().min(1),
  parts: z
    .array(
      z.strictObject({
        title: z.string().min(1),
        chapters: z.array(z.strictObject({ slug, title: z.string().min(1) })).min(1),
      }),
    )
    .min(1),
});

const numerals = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];

/** The YAML between the `---` lines at the head of a file, or null. */
export function frontMatterText(source: string): string | null {
  return /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(source)?.[1] ?? null;
}

/** Reads the table of contents of the content folder. Throws a {@link LessonError} for a wrong book.yaml. */
export function loadBook(contentFolder: string): Book {
  const text = readFileSync(join(contentFolder, 'book.yaml'), 'utf8');
  const { value, problems } = checkYaml(text, bookSchema, 'book', 1);
  if (value === null) throw new LessonError(problems.map((problem) => ({ ...problem, file: 'content/book.yaml' })));
  let number = 0;
  return {
    title: value.title,
    parts: value.parts.map((part, index) => ({
      number: index + 1,
      numeral: numerals[index] ?? String(index + 1),
      title: part.title,
      chapters: part.chapters.map((chapter): Chapter => {
        number += 1;
        return { ...chapter, number, part: index + 1, ...writtenState(contentFolder, chapter.slug) };
      }),
    })),
  };
}

/** A head that is wrong is reported where the lesson is compiled, with its place; here it only counts as written. */
function writtenState(contentFolder: string, slugOfLesson: string): Pick<Chapter, 'written' | 'minutes' | 'summary'> {
  const file = join(contentFolder, 'lessons', `${slugOfLesson}.md`);
  if (!existsSync(file)) return { written: false, minutes: null, summary: null };
  const head = frontMatterText(readFileSync(file, 'utf8'));
  const front = head === null ? null : checkYaml(head, lessonFrontMatter, 'front matter', 2).value;
  return { written: true, minutes: front?.minutes ?? null, summary: front?.summary ?? null };
}

export function chaptersOf(book: Book): readonly Chapter[] {
  return book.parts.flatMap((part) => part.chapters);
}
