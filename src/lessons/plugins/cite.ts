/**
 * `[@lecun1998]` → (LeCun et al. 1998); `[@a1990; @b1991, section 2]` → two works, the second with a place in it;
 * `@lecun1998` → LeCun et al. (1998). Each is a link to the list of works cited, which is added at the end.
 */

import type { Link, PhrasingContent, Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { Bibliography } from '../bibliography';
import '../fileData';
import type { Reference } from '../model';
import { report, unknownName } from '../problem';
import { offsetWithin } from './source';

/** A key looks like one: letters and a year. `@media` in prose is no citation. */
const key = '[A-Za-z][A-Za-z-]*\\d{4}[a-z]*';
const pattern = new RegExp(`\\[(@[^\\[\\]]+)\\]|(?<![\\w@])@(${key})(?![\\w-])`, 'g');

export function cite({ bibliography }: { readonly bibliography: Bibliography }) {
  return (tree: Root, file: VFile): void => {
    const cited = (file.data.cited ??= []);
    visit(tree, 'text', (node, index, parent) => {
      if (parent === undefined || index === undefined) return undefined;
      const parts: PhrasingContent[] = [];
      let done = 0;
      const lookUp = (name: string): Reference | undefined => {
        const reference = bibliography.get(name);
        if (reference === undefined) {
          const next = 'Works are listed in content/references.bib.';
          const at = offsetWithin(file, node, `@${name}`);
          report(file, at, { who: 'citation', ...unknownName('work', name, bibliography.keys()), next });
        } else if (!cited.includes(reference)) cited.push(reference);
        return reference;
      };
      for (const match of node.value.matchAll(pattern)) {
        const [whole, group, single] = match;
        parts.push(text(node.value.slice(done, match.index)));
        done = match.index + whole.length;
        if (single !== undefined) parts.push(...narrative(lookUp(single)));
        else parts.push(...parenthesized(group ?? '', lookUp, file, offsetWithin(file, node, whole)));
      }
      if (done === 0) return undefined;
      parts.push(text(node.value.slice(done)));
      const kept = parts.filter((part) => part.type !== 'text' || part.value !== '');
      parent.children.splice(index, 1, ...kept);
      return [SKIP, index + kept.length];
    });
  };
}

function narrative(reference: Reference | undefined): PhrasingContent[] {
  if (reference === undefined) return [];
  return [text(`${reference.shortAuthors} (`), linkTo(reference, reference.year), text(')')];
}

function parenthesized(
  group: string,
  lookUp: (name: string) => Reference | undefined,
  file: VFile,
  offset: number,
): PhrasingContent[] {
  const parts: PhrasingContent[] = [text('(')];
  for (const [index, item] of group.split(';').entries()) {
    const match = new RegExp(`^\\s*@([\\w-]+)\\s*(?:,\\s*(.*\\S))?\\s*$`).exec(item);
    if (index > 0) parts.push(text('; '));
    if (match === null) {
      const next = 'Several are separated by semicolons, a place in one follows a comma.';
      report(file, offset, { who: 'citation', expected: '@key or @key, place', found: `"${item.trim()}"`, next });
      continue;
    }
    const [, name = '', place] = match;
    const reference = lookUp(name);
    if (reference === undefined) continue;
    parts.push(linkTo(reference, `${reference.shortAuthors} ${reference.year}`));
    if (place !== undefined) parts.push(text(`, ${place}`));
  }
  return [...parts, text(')')];
}

function linkTo(reference: Reference, words: string): Link {
  return {
    type: 'link',
    url: `#${reference.id}`,
    children: [{ type: 'text', value: words }],
    data: { hProperties: { className: ['citation'] } },
  };
}

function text(value: string): PhrasingContent {
  return { type: 'text', value };
}
