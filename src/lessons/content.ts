/**
 * The content folder as the compiler's context: table of contents, glossary, works cited, values, and the addresses on every page.
 * Read once and kept; `createContent` again after a file has changed.
 */

import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { type Bibliography, parseBibliography } from './bibliography';
import { chaptersOf, loadBook } from './book';
import { type CompiledLesson, compileLesson, type LessonContext, type LessonSource } from './compile';
import './fileData';
import { type Glossary, parseGlossary } from './glossary';
import { dialect } from './markdown';
import type { Book } from './model';
import { networkValues } from './networkValues';
import { checkDirectives } from './plugins/checkDirectives';
import type { AnchorsOf } from './plugins/checkLinks';
import { cite } from './plugins/cite';
import { frameDefinitions } from './plugins/frameDefinitions';
import { frameExercises } from './plugins/frameExercises';
import { frameQuizzes } from './plugins/frameQuizzes';
import { listWorksCited } from './plugins/listWorksCited';
import { moveCaptions } from './plugins/moveCaptions';
import { nameHeadings } from './plugins/nameHeadings';
import { placeWidgets } from './plugins/placeWidgets';
import type { Widgets } from './registeredWidget';
import { widgets as registered } from './registry';

export interface Content {
  readonly book: Book;
  readonly glossary: Glossary;
  readonly bibliography: Bibliography;
  /** Slugs of the chapters that cite a work, by its key. */
  readonly citedIn: ReadonlyMap<string, readonly string[]>;
  readonly anchorsOf: AnchorsOf;
  /** Whether a file is compiled here, and as what. */
  sourceOf(path: string, text: string): LessonSource | null;
  compile(source: LessonSource, componentsModule: string): Promise<CompiledLesson>;
}

export interface ContentOptions {
  /** The repository. */
  readonly root: string;
  /** Below the root; `content` in the book, a fixture in tests. */
  readonly folder?: string;
  readonly widgets?: Widgets;
}

interface Outline {
  readonly anchors: ReadonlySet<string>;
  readonly cited: readonly string[];
}

/** Reads the folder. Throws a `LessonError` for what is wrong in book.yaml, glossary.md or references.bib themselves. */
export function createContent({ root, folder = 'content', widgets = registered }: ContentOptions): Content {
  const at = (...path: string[]): string => join(root, folder, ...path);
  const read = (...path: string[]): string => readFileSync(at(...path), 'utf8');
  const book = loadBook(at());
  const glossary = parseGlossary(read('glossary.md'), `${folder}/glossary.md`);
  const bibliography = parseBibliography(read('references.bib'), `${folder}/references.bib`);

  const outlines = new Map<string, Outline>();
  const outlineOf = (...path: string[]): Outline => {
    const file = join(...path);
    let outline = outlines.get(file);
    if (outline === undefined) {
      outline = outlineText(read(file), { bibliography, glossary, book, widgets, isGlossary: file === 'glossary.md' });
      outlines.set(file, outline);
    }
    return outline;
  };
  const anchorsOf = (page: string): ReadonlySet<string> | undefined => {
    if (page === '/') return new Set();
    if (page === '/glossary/') return outlineOf('glossary.md').anchors;
    if (page === '/notation/') return existsSync(at('notation.md')) ? outlineOf('notation.md').anchors : undefined;
    if (page === '/bibliography/') return new Set([...bibliography.values()].map((reference) => reference.id));
    const chapter = chaptersOf(book).find((each) => page === `/chapters/${each.slug}/`);
    return chapter?.written === true ? outlineOf('lessons', `${chapter.slug}.md`).anchors : undefined;
  };
  const context: LessonContext = { book, glossary, bibliography, widgets, values: networkValues, anchorsOf };

  const citedIn = new Map<string, string[]>();
  for (const { slug, written } of chaptersOf(book)) {
    if (!written) continue;
    for (const key of outlineOf('lessons', `${slug}.md`).cited) citedIn.set(key, [...(citedIn.get(key) ?? []), slug]);
  }

  return {
    book,
    glossary,
    bibliography,
    citedIn,
    anchorsOf,
    sourceOf: (path, text) => classify(root, folder, path, text),
    compile: (source, componentsModule) => compileLesson(source, context, componentsModule),
  };
}

/** What a file is, by where it lies; null for one that is none of ours. */
export function classify(root: string, folder: string, path: string, text: string): LessonSource | null {
  const inside = relative(root, path).split(sep).join('/');
  const slug = basename(inside, '.md');
  const source = { path: inside, text, slug };
  if (/^src\/widgets\/[^/]+\/example\.md$/.test(inside)) return { ...source, kind: 'example', inBook: false };
  if (!inside.startsWith(`${folder}/`) || !inside.endsWith('.md')) return null;
  const below = inside.slice(folder.length + 1);
  if (/^lessons\/[^/]+\.md$/.test(below)) return { ...source, kind: 'lesson', inBook: true };
  if (below === 'glossary.md') return { ...source, kind: 'glossary', inBook: false };
  return below === 'notation.md' ? { ...source, kind: 'page', inBook: false } : null;
}

type OutlineOptions = Pick<LessonContext, 'bibliography' | 'glossary' | 'book' | 'widgets'> & {
  readonly isGlossary: boolean;
};

/** Addresses and citations of a page, without its formulas, code and links; what is wrong is said when it is compiled. */
function outlineText(text: string, options: OutlineOptions): Outline {
  const file = new VFile(text);
  const processor = unified()
    .use(remarkParse)
    .use(dialect)
    .use(moveCaptions)
    .use(checkDirectives)
    .use(cite, options)
    .use(frameDefinitions, options)
    .use(frameQuizzes)
    .use(frameExercises)
    .use(placeWidgets, options)
    .use(nameHeadings)
    .use(listWorksCited);
  processor.runSync(processor.parse(file), file);
  const cited = (file.data.cited ?? []).map((reference) => reference.key);
  return { anchors: new Set(file.data.anchors?.keys()), cited };
}
