/** Raw HTML, and JSX with it, is an error; a comment is the author's own and is dropped. */

import type { Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { report } from '../problem';

export function refuseHtml() {
  return (tree: Root, file: VFile): void => {
    visit(tree, 'html', (node, index, parent) => {
      if (parent === undefined || index === undefined) return undefined;
      if (!/^<!--[\s\S]*-->$/.test(node.value.trim())) {
        const [tag = node.value] = /^<[^>\n]*>?/.exec(node.value) ?? [];
        const next = 'A less-than sign in prose is written \\<; a figure is a ::widget{…}.';
        report(file, node, { who: 'lesson', expected: 'Markdown and directives', found: `HTML, ${tag}`, next });
      }
      parent.children.splice(index, 1);
      return [SKIP, index];
    });
  };
}
