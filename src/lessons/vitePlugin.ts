/**
 * The book's text as modules. In `vite.config.ts`, before React Router's plugin:
 *
 *     import { lessons } from './src/lessons/vitePlugin';
 *     plugins: [lessons(), reactRouter()]
 *
 * Then `content/lessons/<slug>.md`, `content/glossary.md`, `content/notation.md` and `src/widgets/<name>/example.md` can be imported;
 * each exports `default` (a component without props, inside a router), `meta`, `sections` and `references`. Load a lesson lazily,
 * `import.meta.glob('/content/lessons/*.md')`, so that no page carries another page's text. Data without any text:
 *
 *     import { book } from 'virtual:book';                 // parts → chapters
 *     import { terms } from 'virtual:glossary';            // GlossaryTerm[]
 *     import { references } from 'virtual:bibliography';   // (Reference & { citedIn: slugs })[]
 *
 * Types stand in `model.ts` and `contentModules.d.ts`. A mistake in a lesson stops the build; in development it shows in the page, and saving
 * any file of `content/` reloads. This file runs in Node; nothing of it reaches a page.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { CompiledLesson } from './compile';
import { type Content, createContent } from './content';
import { LessonError } from './problem';

const virtualModules = ['virtual:book', 'virtual:glossary', 'virtual:bibliography'] as const;
type VirtualModule = (typeof virtualModules)[number];

export interface LessonsOptions {
  /** The folder of the text, below Vite's root. */
  readonly folder?: string;
}

export function lessons({ folder = 'content' }: LessonsOptions = {}): Plugin {
  let root = process.cwd();
  let content: Content | null = null;
  // The same page is compiled for the server and for the browser: once is enough.
  const compiled = new Map<string, Promise<CompiledLesson>>();
  const current = (): Content => (content ??= createContent({ root, folder }));
  const isContent = (file: string): boolean => relative(root, file).split(sep)[0] === folder;

  return {
    name: 'receptive-field:lessons',
    enforce: 'pre',
    configResolved(config) {
      root = config.root;
    },
    buildStart() {
      content = null;
      compiled.clear();
    },
    resolveId(id) {
      return isVirtual(id) ? `\0${id}` : null;
    },
    load(id) {
      const name = id.startsWith('\0') ? id.slice(1) : id;
      if (isVirtual(name)) {
        this.addWatchFile(join(root, folder, 'book.yaml'));
        return { code: withPlace(() => virtualModule(name, current())), moduleType: 'js' };
      }
      const file = fileOf(id);
      if (file === null) return null;
      return { code: readFileSync(file, 'utf8'), moduleType: 'js' };
    },
    async transform(text, id) {
      const file = fileOf(id);
      const source = file === null ? null : current().sourceOf(file, text);
      if (source === null) return null;
      const key = createHash('sha256').update(source.path).update('\0').update(text).digest('hex');
      let work = compiled.get(key);
      if (work === undefined) {
        work = current().compile(source, join(root, 'src/lessons/components.tsx'));
        compiled.set(key, work);
      }
      try {
        return { code: pageModule(await work), map: null, moduleType: 'js' };
      } catch (error) {
        compiled.delete(key);
        if (!(error instanceof LessonError)) throw error;
        const [first] = error.problems;
        const place =
          first === undefined ? {} : { loc: { file: id, line: first.place.line, column: first.place.column - 1 } };
        return this.error({ message: error.message, id, stack: '', ...place });
      }
    },
    configureServer(server) {
      const reload = (file: string): void => {
        if (!isContent(file)) return;
        content = null;
        compiled.clear();
        for (const environment of Object.values(server.environments)) environment.moduleGraph.invalidateAll();
        server.environments.client.hot.send({ type: 'full-reload' });
      };
      server.watcher.add(join(root, folder));
      server.watcher.on('add', reload).on('unlink', reload);
    },
    hotUpdate({ file }) {
      if (!isContent(file)) return undefined;
      content = null;
      compiled.clear();
      this.environment.moduleGraph.invalidateAll();
      this.environment.hot.send({ type: 'full-reload' });
      return [];
    },
  };
}

function isVirtual(id: string): id is VirtualModule {
  return virtualModules.some((name) => name === id);
}

/** The file behind an id; null for anything but Markdown as a module (`?raw` and the like are others' business). */
function fileOf(id: string): string | null {
  const [file = '', query] = id.split('?');
  return file.endsWith('.md') && (query === undefined || !/\b(raw|url|inline)\b/.test(query)) ? file : null;
}

function withPlace(make: () => string): string {
  try {
    return make();
  } catch (error) {
    throw error instanceof LessonError ? new Error(error.message) : error;
  }
}

function virtualModule(name: VirtualModule, content: Content): string {
  switch (name) {
    case 'virtual:book':
      return `export const book = ${JSON.stringify(content.book)};`;
    case 'virtual:glossary':
      return `export const terms = ${JSON.stringify(content.glossary.terms)};`;
    case 'virtual:bibliography': {
      const all = [...content.bibliography.values()];
      const references = all.map((reference) => ({ ...reference, citedIn: content.citedIn.get(reference.key) ?? [] }));
      return `export const references = ${JSON.stringify(references)};`;
    }
    default:
      return name satisfies never;
  }
}

function pageModule({ code, meta, sections, references }: CompiledLesson): string {
  return [
    code,
    `export const meta = ${JSON.stringify(meta)};`,
    `export const sections = ${JSON.stringify(sections)};`,
    `export const references = ${JSON.stringify(references)};`,
  ].join('\n');
}
