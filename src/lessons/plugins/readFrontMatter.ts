/** The head of a lesson: checked, compared with the table of contents, its `values:` computed; then out of the tree. */

import type { Root } from 'mdast';
import type { VFile } from 'vfile';
import type { z } from 'zod';
import { ArithmeticError } from '../arithmetic';
import { chaptersOf } from '../book';
import '../fileData';
import {
  checkYaml,
  type CheckedYaml,
  lessonFrontMatter,
  type LessonFrontMatter,
  metaOf,
  pageFrontMatter,
} from '../frontMatter';
import type { Book } from '../model';
import { nearestName } from '../nearestName';
import { type Place, type Problem, problemsOf } from '../problem';
import { valueOf, type ValueSource } from '../values';

export interface FrontMatterOptions {
  /** `page`: title and summary only; `none`: a file without a head, such as a widget's examples. */
  readonly kind: 'lesson' | 'page' | 'none';
  readonly slug: string;
  readonly book: Book;
  readonly values: ValueSource;
  /** False for a text that shows how a lesson looks and is no chapter. */
  readonly inBook: boolean;
}

const who = 'front matter';

export function readFrontMatter(options: FrontMatterOptions) {
  return (tree: Root, file: VFile): void => {
    file.data.meta = null;
    file.data.declaredValues = new Map();
    const [head] = tree.children;
    const fail = (place: Place, problem: Omit<Problem, 'file' | 'place'>): void => {
      problemsOf(file).push({ ...problem, file: file.path, place });
    };
    if (head?.type !== 'yaml') {
      const next = 'Begin the file with --- lines around title, part, order and so on: see content/README.md.';
      const start = { line: 1, column: 1 };
      if (options.kind !== 'none') fail(start, { who, expected: 'a head between --- lines', found: 'none', next });
      return;
    }
    tree.children.shift();
    const check = <Value>(schema: z.ZodType<Value>): CheckedYaml<Value> => {
      const checked = checkYaml(head.value, schema, who, 2);
      for (const problem of checked.problems) problemsOf(file).push({ ...problem, file: file.path });
      return checked;
    };
    if (options.kind !== 'lesson') {
      const { value } = check(pageFrontMatter);
      if (value) file.data.meta = { ...noChapter, slug: options.slug, ...value };
      return;
    }
    const { value, placeOf } = check(lessonFrontMatter);
    if (value === null) return;
    file.data.meta = metaOf(options.slug, value);
    if (options.inBook) compareWithBook(value, options, placeOf, fail);
    checkPrerequisites(value, options, placeOf, fail);
    file.data.declaredValues = computeValues(value, options, placeOf, fail);
  };
}

const noChapter = { part: 0, order: 0, minutes: 0, objectives: [], prerequisites: [] } as const;

type PlaceOf = CheckedYaml<unknown>['placeOf'];
type Fail = (place: Place, problem: Omit<Problem, 'file' | 'place'>) => void;

function compareWithBook(
  front: LessonFrontMatter,
  { book, slug }: FrontMatterOptions,
  placeOf: PlaceOf,
  fail: Fail,
): void {
  const chapters = chaptersOf(book);
  const chapter = chapters.find((each) => each.slug === slug);
  if (chapter === undefined) {
    const nearest = nearestName(
      slug,
      chapters.map((each) => each.slug),
    );
    const next = 'The file is named after its slug.';
    fail(placeOf([]), {
      who,
      expected: 'a chapter of content/book.yaml',
      found: `the file "${slug}.md"`,
      nearest,
      next,
    });
    return;
  }
  const agreed = { title: chapter.title, part: chapter.part, order: chapter.number } as const;
  for (const key of ['title', 'part', 'order'] as const) {
    if (front[key] === agreed[key]) continue;
    const expected = `${JSON.stringify(agreed[key])} as in content/book.yaml`;
    fail(placeOf([key]), { who: `${who} › ${key}`, expected, found: JSON.stringify(front[key]) });
  }
}

function checkPrerequisites(
  front: LessonFrontMatter,
  { book }: FrontMatterOptions,
  placeOf: PlaceOf,
  fail: Fail,
): void {
  const slugs = chaptersOf(book).map((each) => each.slug);
  front.prerequisites.forEach((slug, index) => {
    if (slugs.includes(slug)) return;
    fail(placeOf(['prerequisites', index]), {
      who: `${who} › prerequisites`,
      expected: 'the slug of a chapter in content/book.yaml',
      found: `"${slug}"`,
      nearest: nearestName(slug, slugs),
    });
  });
}

function computeValues(
  front: LessonFrontMatter,
  { values }: FrontMatterOptions,
  placeOf: PlaceOf,
  fail: Fail,
): Map<string, number> {
  const computed = new Map<string, number>();
  for (const [name, text] of Object.entries(front.values ?? {})) {
    const place = placeOf(['values', name]);
    const naming = `${who} › values › ${name}`;
    if (!/^[A-Za-z]\w*$/.test(name) || values.networkNames.includes(name)) {
      fail(place, { who: naming, expected: 'a name of letters and digits that no network has', found: `"${name}"` });
      continue;
    }
    try {
      const value = valueOf(String(text), values, computed);
      if (typeof value === 'number' && Number.isFinite(value)) computed.set(name, value);
      else fail(place, { who: naming, expected: 'a finite number', found: String(value) });
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      const { offset, expected, found, nearest } = error;
      fail({ line: place.line, column: place.column + offset }, { who: naming, expected, found, nearest });
    }
  }
  return computed;
}
