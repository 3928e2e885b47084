/** Headings get addresses, and the page its sections. A page has one title, from its head, and no level is left out. */

import type { Heading, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { claimAnchor, slugOf } from '../fileData';
import type { Section } from '../model';
import { report } from '../problem';

export function nameHeadings() {
  return (tree: Root, file: VFile): void => {
    const sections: Section[] = (file.data.sections ??= []);
    let before = 1;
    visit(tree, 'heading', (node) => {
      const id = takeId(node) ?? slugOf(toString(node));
      claimAnchor(file, id, node, 'heading');
      node.data = { ...node.data, hProperties: { ...node.data?.hProperties, id } };
      checkLevel(node, before, file);
      before = node.depth;
      if (node.depth === 2 || node.depth === 3 || node.depth === 4) {
        sections.push({ id, title: toString(node), level: node.depth });
      }
    });
  };
}

/** The `{#address}` at a heading's end, taken off it. */
function takeId(node: Heading): string | undefined {
  const last = node.children.at(-1);
  const match = last?.type === 'text' ? /\s*\{#([\w-]+)\}\s*$/.exec(last.value) : null;
  if (last?.type !== 'text' || match === null) return undefined;
  last.value = last.value.slice(0, match.index);
  return match[1];
}

function checkLevel(node: Heading, before: number, file: VFile): void {
  const marks = '#'.repeat(node.depth);
  if (node.depth === 1) {
    const next = 'The title comes from the head of the file.';
    report(file, node, { who: 'heading', expected: '## or deeper', found: '#', next });
  } else if (node.depth > 4) {
    report(file, node, { who: 'heading', expected: 'at most ####', found: marks });
  } else if (node.depth > before + 1) {
    report(file, node, { who: 'heading', expected: `at most ${'#'.repeat(before + 1)} here`, found: marks });
  }
}
