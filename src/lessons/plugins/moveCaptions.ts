/**
 * `::widget{… caption="A run named *lenet*."}` → the same block with its caption inside, as Markdown, so that everything that may stand
 * in prose may stand in a caption however it is written.
 */

import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { parseMarkdown } from '../markdown';
import { placeAt, report } from '../problem';
import { attributeOffset, startOf } from './source';

export function moveCaptions() {
  return (tree: Root, file: VFile): void => {
    visit(tree, (node, index, parent) => {
      if (node.type !== 'leafDirective' && node.type !== 'containerDirective') return;
      const { caption, ...attributes } = node.attributes ?? {};
      if (node.name !== 'widget' || !caption || parent === undefined || index === undefined) return;
      const at = attributeOffset(file, node, 'caption');
      if (node.type === 'containerDirective' && node.children.some((child) => child.type !== 'code')) {
        report(file, at, { who: 'widget', expected: 'one caption', found: 'one as attribute and one inside' });
        return;
      }
      const start = String(file).indexOf(caption, at);
      const inner = parseMarkdown(caption);
      // Places in the caption become places in the file.
      visit(inner, (child) => {
        if (child.position === undefined) return;
        const moved = (offset: number | undefined) => {
          const absolute = (start < 0 ? startOf(node) : start) + (offset ?? 0);
          return { ...placeAt(String(file), absolute), offset: absolute };
        };
        child.position = { start: moved(child.position.start.offset), end: moved(child.position.end.offset) };
      });
      parent.children[index] = {
        ...node,
        type: 'containerDirective',
        attributes,
        children: [...node.children, ...inner.children] as never,
      };
    });
  };
}
