/** `:figure[trainer]` → "Figure 3", a link to it. Runs after the widgets have their numbers. */

import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import '../fileData';
import { report, unknownName } from '../problem';
import { labelSource, offsetWithin } from './source';

export function numberFigures() {
  return (tree: Root, file: VFile): void => {
    const figures = file.data.figures ?? new Map<string, number>();
    visit(tree, 'textDirective', (node, index, parent) => {
      if (node.name !== 'figure' || parent === undefined || index === undefined) return;
      const id = labelSource(file, node);
      const number = figures.get(id);
      if (number === undefined) {
        const at = offsetWithin(file, node, id);
        report(file, at, { who: 'figure', ...unknownName('widget on this page', id, figures.keys()) });
        parent.children[index] = { type: 'text', value: id };
        return;
      }
      const words = `Figure\u00a0${number}`;
      parent.children[index] = { type: 'link', url: `#${id}`, children: [{ type: 'text', value: words }] };
    });
  };
}
