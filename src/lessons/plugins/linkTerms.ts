/** `:term[kernels]` → a link to the glossary entry, with its definition at hand. */

import type { Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { textComponent } from '../component';
import type { Glossary } from '../glossary';
import { report, unknownName } from '../problem';
import { attributeOffset, offsetWithin } from './source';

export function linkTerms({ glossary }: { readonly glossary: Glossary }) {
  return (tree: Root, file: VFile): void => {
    visit(tree, 'textDirective', (node, index, parent) => {
      if (node.name !== 'term' || parent === undefined || index === undefined) return;
      const words = toString(node);
      const { of } = node.attributes ?? {};
      const name = of ?? words;
      const entry = glossary.find(name);
      if (entry === undefined) {
        const at =
          of === undefined || of === null ? offsetWithin(file, node, words) : attributeOffset(file, node, 'of');
        const next = 'Terms are defined in content/glossary.md.';
        report(file, at, { who: 'term', ...unknownName('term in the glossary', name, glossary.names), next });
        parent.children.splice(index, 1, { type: 'text', value: words });
        return;
      }
      const link = textComponent('Term', { slug: entry.slug, definition: entry.text }, node.children);
      parent.children.splice(index, 1, link);
    });
  };
}
