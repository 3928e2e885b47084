/** The list of works cited, at the end of a page that cites. Their addresses are claimed before links are checked. */

import type { Root } from 'mdast';
import type { VFile } from 'vfile';
import { flowComponent, type Plain } from '../component';
import { claimAnchor } from '../fileData';

export const worksCitedId = 'works-cited';

export function listWorksCited() {
  return (tree: Root, file: VFile): void => {
    const cited = [...(file.data.cited ?? [])].sort(
      (a, b) => a.authors.localeCompare(b.authors, 'en') || a.year.localeCompare(b.year),
    );
    if (cited.length === 0) return;
    claimAnchor(file, worksCitedId, String(file).length, 'works cited');
    for (const reference of cited) claimAnchor(file, reference.id, String(file).length, 'works cited');
    (file.data.sections ??= []).push({ id: worksCitedId, title: 'Works cited', level: 2 });
    tree.children.push(flowComponent('WorksCited', { references: cited as unknown as Plain }));
  };
}
