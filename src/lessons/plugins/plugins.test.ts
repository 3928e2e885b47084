/**
 * Every plugin on its own small text: `tests/fixtures/lessons/plugins/<plugin>/input.md` → the tree it leaves (`tree.txt`) → the HTML
 * that the whole compiler makes of it (`output.html`). The last two were read by a person; `vitest -u` writes them anew.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import remarkParse from 'remark-parse';
import { type PluggableList, unified } from 'unified';
import { VFile } from 'vfile';
import { describe, expect, test } from 'vitest';
import { dialect } from '../markdown';
import { networkValues } from '../networkValues';
import { problemsOf } from '../problem';
import { fixtures, root, testContent, testWidgets } from '../testing/fixture';
import { htmlOf } from '../testing/htmlOf';
import { printTree } from '../testing/printTree';
import { checkDirectives } from './checkDirectives';
import { checkLinks } from './checkLinks';
import { cite } from './cite';
import { frameDefinitions } from './frameDefinitions';
import { frameExercises } from './frameExercises';
import { frameNotes } from './frameNotes';
import { frameQuizzes } from './frameQuizzes';
import { highlightCode } from './highlightCode';
import { insertValues } from './insertValues';
import { keepTogether } from './keepTogether';
import { linkTerms } from './linkTerms';
import { listWorksCited } from './listWorksCited';
import { moveCaptions } from './moveCaptions';
import { nameHeadings } from './nameHeadings';
import { numberFigures } from './numberFigures';
import { placeWidgets } from './placeWidgets';
import { refuseHtml } from './refuseHtml';
import { renderFormulas } from './renderFormulas';
import { setTypography } from './setTypography';

const content = testContent();
const options = {
  ...content,
  widgets: testWidgets,
  values: networkValues,
  isGlossary: false,
  anchorsOf: content.anchorsOf,
};

/** Each plugin, after those it builds on. */
const plugins: Readonly<Record<string, PluggableList>> = {
  checkDirectives: [checkDirectives],
  checkLinks: [nameHeadings, [checkLinks, options]],
  cite: [[cite, options]],
  frameDefinitions: [[frameDefinitions, options]],
  frameExercises: [frameExercises],
  frameNotes: [frameNotes],
  frameQuizzes: [frameQuizzes],
  highlightCode: [highlightCode],
  insertValues: [[insertValues, options]],
  keepTogether: [keepTogether],
  linkTerms: [[linkTerms, options]],
  listWorksCited: [[cite, options], listWorksCited],
  moveCaptions: [moveCaptions],
  nameHeadings: [nameHeadings],
  numberFigures: [[placeWidgets, options], numberFigures],
  placeWidgets: [[placeWidgets, options]],
  refuseHtml: [refuseHtml],
  renderFormulas: [[renderFormulas, options]],
  setTypography: [setTypography],
};

const folder = join(root, fixtures, 'plugins');

test('every plugin has its fixture', () => {
  // The head of a lesson has tests of its own.
  const files = readdirSync(import.meta.dirname).filter(
    (file) => /^[a-z]\w*\.ts$/.test(file) && !file.includes('test'),
  );
  const names = files
    .map((file) => file.replace('.ts', ''))
    .filter((name) => !['source', 'readFrontMatter'].includes(name));
  expect(Object.keys(plugins)).toEqual(names.sort());
  expect(readdirSync(folder).sort()).toEqual(names);
});

describe.each(Object.entries(plugins))('%s', (name, pipeline) => {
  const at = (file: string): string => join(folder, name, file);
  const input = readFileSync(at('input.md'), 'utf8');

  test('input → tree', async () => {
    const file = new VFile({ path: 'input.md', value: input });
    const processor = unified().use(remarkParse).use(dialect).use(pipeline);
    const tree = await processor.run(processor.parse(file), file);
    expect(problemsOf(file)).toEqual([]);
    await expect(`${printTree(tree)}\n`).toMatchFileSnapshot(at('tree.txt'));
  });

  test('input → output', async () => {
    const source = { path: 'input.md', text: input, kind: 'example', slug: 'input', inBook: false } as const;
    const { code } = await content.compile(source, 'components');
    await expect(`${htmlOf(code)}\n`).toMatchFileSnapshot(at('output.html'));
  });
});
