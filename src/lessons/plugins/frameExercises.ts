/** `::::exercise` with its hints and solution: numbered in the order of the page. */

import type { Root, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { flowComponent } from '../component';
import { claimAnchor } from '../fileData';
import { report } from '../problem';
import { attributeOffset } from './source';

export function frameExercises() {
  return (tree: Root, file: VFile): void => {
    let number = 0;
    visit(tree, 'containerDirective', (node, index, parent) => {
      if (node.name !== 'exercise' || parent === undefined || index === undefined) return;
      number += 1;
      const { id = '', title = '' } = node.attributes ?? {};
      claimAnchor(file, id ?? '', attributeOffset(file, node, 'id'), 'exercise');
      parent.children[index] = flowComponent(
        'Exercise',
        { id: id ?? '', title: title ?? '', number },
        inOrder(node.children, file),
      );
    });
  };
}

/** The question, then hints, then one solution. */
function inOrder(children: readonly RootContent[], file: VFile): RootContent[] {
  const order = ['question', 'hint', 'solution'];
  let reached = 0;
  return children.map((child) => {
    const role = child.type === 'containerDirective' && order.includes(child.name) ? child.name : 'question';
    const rank = order.indexOf(role);
    if (rank < reached || (role === 'solution' && reached === rank)) {
      const found = role === 'question' ? 'text after a hint or the solution' : `a ${role} after the solution`;
      report(file, child, { who: 'exercise', expected: 'the question, hints, then one solution', found });
    }
    reached = Math.max(reached, rank);
    if (child.type !== 'containerDirective' || role === 'question') return child;
    return flowComponent(role === 'hint' ? 'Hint' : 'Solution', {}, child.children);
  });
}
