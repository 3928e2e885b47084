/** The plugin in a real Vite: modules of pages, modules of data, a mistake with its place. */

import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Book, GlossaryTerm, LessonMeta, Reference, Section } from './model';
import { fixtures, root } from './testing/fixture';
import { lessons } from './vitePlugin';

let server: ViteDevServer;
const folder = `${fixtures}/content`;

beforeAll(async () => {
  server = await createServer({
    root,
    configFile: false,
    logLevel: 'silent',
    appType: 'custom',
    plugins: [lessons({ folder })],
    server: { middlewareMode: true, watch: null, ws: false },
  });
});
afterAll(() => server.close());

test('a lesson is a module with its head, its sections and its works', async () => {
  const lesson = (await server.ssrLoadModule(`/${folder}/lessons/small.md`)) as {
    readonly default: unknown;
    readonly meta: LessonMeta;
    readonly sections: readonly Section[];
    readonly references: readonly Reference[];
  };
  expect(lesson.default).toBeTypeOf('function');
  expect(lesson.meta).toMatchObject({ slug: 'small', title: 'A small lesson', part: 1, order: 1, minutes: 5 });
  expect(lesson.sections).toEqual([
    { id: 'the-end', title: 'The end', level: 2 },
    { id: 'works-cited', title: 'Works cited', level: 2 },
  ]);
  expect(lesson.references.map(({ key }) => key)).toEqual(['lecun1998']);
});

test('the book, the glossary and the works cited are modules without text', async () => {
  const { book } = (await server.ssrLoadModule('virtual:book')) as { readonly book: Book };
  expect(book.parts[0]?.chapters.map(({ slug, written }) => [slug, written])).toEqual([
    ['small', true],
    ['later', false],
  ]);
  const { terms } = (await server.ssrLoadModule('virtual:glossary')) as { readonly terms: readonly GlossaryTerm[] };
  expect(terms.map(({ term }) => term)).toEqual(['kernel', 'receptive field']);
  const { references } = (await server.ssrLoadModule('virtual:bibliography')) as {
    readonly references: readonly (Reference & { readonly citedIn: readonly string[] })[];
  };
  expect(references.map(({ key, citedIn }) => [key, citedIn])).toEqual([
    ['hubel1962', []],
    ['lecun1998', ['small']],
  ]);
});

test('a mistake stops the build with its place', async () => {
  const id = join(root, folder, 'lessons/small.md');
  const plugin = server.config.plugins.find(({ name }) => name === 'receptive-field:lessons');
  const transform = plugin?.transform as (this: unknown, text: string, id: string) => Promise<unknown>;
  let told: unknown;
  const context = {
    addWatchFile: () => undefined,
    error: (problem: unknown) => {
      told = problem;
      throw new Error('stopped');
    },
  };
  await expect(transform.call(context, '# No head', id)).rejects.toThrow('stopped');
  expect(told).toMatchObject({ id, loc: { file: id, line: 1, column: 0 } });
  expect((told as { readonly message: string }).message).toContain(
    `${folder}/lessons/small.md:1:1  heading: expected ## or deeper, found #.`,
  );
});

test('what is none of ours is left alone', async () => {
  const plugin = server.config.plugins.find(({ name }) => name === 'receptive-field:lessons');
  const transform = plugin?.transform as (this: unknown, text: string, id: string) => Promise<unknown>;
  expect(await transform.call({}, '# Title', join(root, 'README.md'))).toBeNull();
  expect(await transform.call({}, 'let x', join(root, 'src/a.ts'))).toBeNull();
});
