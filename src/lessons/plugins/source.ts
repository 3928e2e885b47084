/** Looking things up in the text that a node was parsed from, so that a message can point at the very character. */

import type { ContainerDirective, LeafDirective, TextDirective } from 'mdast-util-directive';
import type { VFile } from 'vfile';
import type { Positioned } from '../problem';

interface Spanned {
  readonly position?:
    | {
        readonly start: { readonly offset?: number | undefined };
        readonly end: { readonly offset?: number | undefined };
      }
    | undefined;
}
export type Directive = TextDirective | LeafDirective | ContainerDirective;

export function startOf(node: Positioned): number {
  return node.position?.start.offset ?? 0;
}

/** What the author typed for this node; empty for a node that a plugin made. */
export function sourceOf(file: VFile, node: Spanned): string {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  return start === undefined || end === undefined ? '' : String(file).slice(start, end);
}

/** Offset of a part of a node's source; the node's start when it is not found there literally. */
export function offsetWithin(file: VFile, node: Spanned, part: string, from = 0): number {
  const at = sourceOf(file, node).indexOf(part, from);
  return startOf(node) + Math.max(0, at);
}

/** Offset of the attribute `key` of a directive, as written (`key=` or `#…` for an id). */
export function attributeOffset(file: VFile, node: Directive, key: string): number {
  const opening = /^[^\n]*/.exec(sourceOf(file, node))?.[0] ?? '';
  const braces = opening.indexOf('{');
  if (braces < 0) return startOf(node);
  const found = new RegExp(`(?<=[\\s{,}])${key.replace(/\W/g, '\\$&')}(?=[\\s=}])`).exec(opening);
  if (found) return startOf(node) + found.index;
  const shortcut = key === 'id' ? opening.indexOf('#', braces) : -1;
  return startOf(node) + (shortcut < 0 ? 0 : shortcut);
}

/** The text between the brackets of `:name[…]`, exactly as typed: `*` in it is multiplication, not emphasis. */
export function labelSource(file: VFile, node: TextDirective): string {
  const first = node.children[0];
  const last = node.children.at(-1);
  if (!first?.position || !last?.position) return '';
  return String(file).slice(first.position.start.offset, last.position.end.offset).trim();
}
