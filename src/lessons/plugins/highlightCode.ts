/** Fenced code → Shiki's HTML as one string, with both themes' colours as custom properties. */

import type { Code, Root } from 'mdast';
import { bundledLanguages, bundledLanguagesAlias, codeToHtml } from 'shiki';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { flowComponent } from '../component';
import { nearestName } from '../nearestName';
import { report } from '../problem';

/** Fences without colours. */
const plainLanguages = ['text', 'plaintext'];

export function highlightCode() {
  return async (tree: Root, file: VFile): Promise<void> => {
    const work: Promise<void>[] = [];
    visit(tree, 'code', (node, index, parent) => {
      if (parent === undefined || index === undefined) return;
      const language = languageOf(node, file);
      const render = codeToHtml(node.value, {
        lang: language,
        themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
        defaultColor: false,
      });
      // The node's own place in the tree does not move while the colours are computed.
      work.push(render.then((html) => void (parent.children[index] = flowComponent('Code', { html, language }))));
    });
    await Promise.all(work);
  };
}

function languageOf(node: Code, file: VFile): string {
  const language = node.lang ?? 'text';
  const known = [...plainLanguages, ...Object.keys(bundledLanguages), ...Object.keys(bundledLanguagesAlias)];
  if (known.includes(language)) return language;
  const nearest = nearestName(language, known);
  const next = 'Write text for none.';
  report(file, node, { who: 'code', expected: 'a language that Shiki knows', found: `"${language}"`, nearest, next });
  return 'text';
}
