/**
 * The book's text, held against itself: every lesson compiles, which is to say that every link, citation, term, value, formula and
 * widget in it resolves; so does every widget's example, and the example in the instructions for authors.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chaptersOf } from '../src/lessons/book';
import { createContent } from '../src/lessons/content';
import { directiveNames, directives } from '../src/lessons/directives';
import { htmlOf } from '../src/lessons/testing/htmlOf';
import { widgetNames } from '../src/lessons/widgetNames';

const root = join(import.meta.dirname, '..');
const content = createContent({ root });

async function compile(path: string) {
  const text = readFileSync(join(root, path), 'utf8');
  const source = content.sourceOf(join(root, path), text);
  if (source === null) throw new Error(`${path} is no page of the book`);
  return content.compile(source, 'components');
}

const lessons = readdirSync(join(root, 'content/lessons')).filter((file) => file.endsWith('.md'));

describe('pages', () => {
  test.each([...lessons.map((file) => `lessons/${file}`), 'glossary.md', 'notation.md'])('content/%s', async (file) => {
    const { code, sections } = await compile(`content/${file}`);
    const html = htmlOf(code);
    expect(html.length).toBeGreaterThan(500);
    for (const { id } of sections) expect(html).toContain(`id="${id}"`);
    // A formula that KaTeX could not set would be printed in red, and an unresolved value as nothing.
    expect(html).not.toContain('katex-error');
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('the chapter on LeNet-5 is written', () => {
    expect(chaptersOf(content.book).find(({ slug }) => slug === 'lenet')?.written).toBe(true);
  });
});

describe('widgets', () => {
  test.each(widgetNames)('src/widgets/%s/example.md', async (name) => {
    const { code } = await compile(`src/widgets/${name}/example.md`);
    expect(htmlOf(code)).toContain(`data-widget="${name}"`);
  });
});

test('the examples’ addresses differ, because the gallery shows them on one page', async () => {
  const pages = await Promise.all(widgetNames.map((name) => compile(`src/widgets/${name}/example.md`)));
  const addresses = pages.flatMap(({ anchors }) => [...anchors]);
  expect(addresses.filter((each, index) => addresses.indexOf(each) !== index)).toEqual([]);
});

describe('the glossary', () => {
  test('stands in alphabetical order', () => {
    const text = readFileSync(join(root, 'content/glossary.md'), 'utf8');
    const terms = [...text.matchAll(/^:::definition\{term="([^"]+)"/gm)].map(([, term]) => term ?? '');
    expect(terms).toEqual([...terms].sort((a, b) => a.localeCompare(b, 'en')));
    expect(terms).toHaveLength(content.glossary.terms.length);
  });
});

describe('content/README.md', () => {
  const readme = readFileSync(join(root, 'content/README.md'), 'utf8');

  test('its example is a lesson', async () => {
    const example = /<!-- example -->\s*````markdown\n([\s\S]*?)\n````/.exec(readme)?.[1];
    const text = example ?? '';
    const source = { path: 'content/README.md', text, kind: 'lesson', slug: 'example', inBook: false } as const;
    const { code, meta } = await content.compile(source, 'components');
    expect(meta?.title).toBe('A small example');
    expect(htmlOf(code)).toContain('61,706');
  });

  test('it names every directive, every widget and every file of the folder', () => {
    for (const name of directiveNames) {
      const colons = directives[name].forms.map((form) => ({ text: ':', leaf: '::', container: ':::' })[form]);
      expect(readme).toMatch(new RegExp(`(${colons.join('|')})${name}\\b`));
    }
    // The cover's figure stands in no lesson.
    for (const name of widgetNames.filter((each) => each !== 'cover-network'))
      expect(readme).toContain(`| \`${name}\` |`);
    for (const file of readdirSync(join(root, 'content')).filter(
      (each) => each !== 'README.md' && each !== 'lessons',
    )) {
      expect(readme).toContain(`\`${file}\``);
      expect(existsSync(join(root, 'content', file))).toBe(true);
    }
  });
});
