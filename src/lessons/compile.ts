/**
 * Markdown → the JavaScript module of a page. The picture to hold: a line of small plugins over one tree, each with one idea, in the
 * order below; whatever is wrong is collected on the way and thrown together at the end with file, line and column.
 *
 * Deliberately not here: files and folders (`content.ts`), Vite (`vitePlugin.ts`), what the components look like (`components.tsx`).
 */

import { createProcessor } from '@mdx-js/mdx';
import { VFile } from 'vfile';
import type { Bibliography } from './bibliography';
import './fileData';
import type { Glossary } from './glossary';
import { dialect } from './markdown';
import type { Book, LessonMeta, Reference, Section } from './model';
import { checkDirectives } from './plugins/checkDirectives';
import { type AnchorsOf, checkLinks } from './plugins/checkLinks';
import { cite } from './plugins/cite';
import { frameDefinitions } from './plugins/frameDefinitions';
import { frameExercises } from './plugins/frameExercises';
import { frameNotes } from './plugins/frameNotes';
import { frameQuizzes } from './plugins/frameQuizzes';
import { highlightCode } from './plugins/highlightCode';
import { insertValues } from './plugins/insertValues';
import { keepTogether } from './plugins/keepTogether';
import { linkTerms } from './plugins/linkTerms';
import { listWorksCited } from './plugins/listWorksCited';
import { moveCaptions } from './plugins/moveCaptions';
import { nameHeadings } from './plugins/nameHeadings';
import { numberFigures } from './plugins/numberFigures';
import { placeWidgets } from './plugins/placeWidgets';
import { readFrontMatter } from './plugins/readFrontMatter';
import { refuseHtml } from './plugins/refuseHtml';
import { renderFormulas } from './plugins/renderFormulas';
import { setTypography } from './plugins/setTypography';
import { LessonError, problemsOf } from './problem';
import type { Widgets } from './registeredWidget';
import type { ValueSource } from './values';

/** What a page may refer to. */
export interface LessonContext {
  readonly book: Book;
  readonly glossary: Glossary;
  readonly bibliography: Bibliography;
  readonly widgets: Widgets;
  readonly values: ValueSource;
  readonly anchorsOf: AnchorsOf;
}

export interface LessonSource {
  /** As messages name it: `content/lessons/lenet.md`. */
  readonly path: string;
  readonly text: string;
  /** `lesson`: a chapter; `page`: title and summary only; `glossary`: a page of definitions; `example`: no head at all. */
  readonly kind: 'lesson' | 'page' | 'glossary' | 'example';
  readonly slug: string;
  /** False for a text that shows how a lesson looks and is no chapter of the book. */
  readonly inBook: boolean;
}

export interface CompiledLesson {
  /** A module that exports the page's component as default; it imports its components from `componentsModule`. */
  readonly code: string;
  readonly meta: LessonMeta | null;
  readonly sections: readonly Section[];
  readonly references: readonly Reference[];
  /** Addresses on the page, for links from other pages. */
  readonly anchors: ReadonlySet<string>;
}

/** Compiles a page. Throws a {@link LessonError} with everything that is wrong in it. */
export async function compileLesson(
  source: LessonSource,
  context: LessonContext,
  componentsModule: string,
): Promise<CompiledLesson> {
  const { kind, slug, inBook, path, text } = source;
  const head = kind === 'lesson' ? 'lesson' : kind === 'example' ? 'none' : 'page';
  const processor = createProcessor({
    format: 'md',
    providerImportSource: componentsModule,
    remarkPlugins: [
      ...dialect,
      [readFrontMatter, { kind: head, slug, inBook, book: context.book, values: context.values }],
      moveCaptions,
      checkDirectives,
      refuseHtml,
      [insertValues, context],
      [linkTerms, context],
      [cite, context],
      [frameDefinitions, { ...context, isGlossary: kind === 'glossary' }],
      frameQuizzes,
      frameExercises,
      frameNotes,
      [placeWidgets, context],
      numberFigures,
      setTypography,
      nameHeadings,
      listWorksCited,
      keepTogether,
      [checkLinks, context],
      [renderFormulas, context],
      highlightCode,
    ],
  });
  const file = new VFile({ path, value: text });
  const compiled = await processor.process(file);
  const problems = problemsOf(compiled);
  if (problems.length > 0) throw new LessonError(problems);
  const { meta = null, sections = [], cited = [], anchors } = compiled.data;
  return { code: String(compiled), meta, sections, references: cited, anchors: new Set(anchors?.keys()) };
}
