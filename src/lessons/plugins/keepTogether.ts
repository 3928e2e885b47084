/**
 * A name that ends in a hyphen and a number, such as LeNet-5, is never broken at its hyphen. The hyphen stays an ordinary one, so that
 * the name is found as it is typed.
 */

import type { Emphasis, PhrasingContent, Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';

const name = /(\p{L}[\p{L}\d]*-\d+)(?![\p{L}\d])/u;

export function keepTogether() {
  return (tree: Root): void => {
    visit(tree, 'text', (node, index, parent) => {
      if (parent === undefined || index === undefined) return undefined;
      const parts = node.value.split(name);
      if (parts.length === 1) return undefined;
      // Every second part is a name.
      const children = parts.flatMap((value, part): PhrasingContent[] => {
        if (value === '') return [];
        return [part % 2 === 0 ? { type: 'text', value } : together(value)];
      });
      (parent.children as PhrasingContent[]).splice(index, 1, ...children);
      return [SKIP, index + children.length];
    });
  };
}

function together(value: string): Emphasis {
  const data = { hName: 'span', hProperties: { className: ['lesson-together'] } };
  return { type: 'emphasis', data, children: [{ type: 'text', value }] };
}
