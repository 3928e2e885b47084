/** `:::aside`, `:::slip` and `:::summary`: text in a frame of its own. */

import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { flowComponent } from '../component';

export function frameNotes() {
  return (tree: Root): void => {
    visit(tree, 'containerDirective', (node, index, parent) => {
      if (parent === undefined || index === undefined) return;
      if (node.name === 'summary') parent.children[index] = flowComponent('Summary', {}, node.children);
      if (node.name !== 'aside' && node.name !== 'slip') return;
      parent.children[index] = flowComponent('MarginNote', { kind: node.name }, node.children);
    });
  };
}
