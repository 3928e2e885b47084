/** A syntax tree as indented lines, one node each: what the fixtures of the plugins' tests hold. Only for tests. */

import type { Node } from 'mdast';

const skipped = new Set(['type', 'children', 'position', 'data', 'attributes', 'align', 'spread', 'referenceType']);

export function printTree(node: Node, depth = 0): string {
  const facts = Object.entries(node)
    .filter(([key, value]) => !skipped.has(key) && value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}=${shortened(JSON.stringify(value))}`);
  const properties =
    'data' in node && node.data !== undefined && 'hProperties' in node.data ? node.data.hProperties : null;
  const line = `${'  '.repeat(depth)}${node.type}${facts.join('')}${attributesOf(node)}`;
  const own = properties === null ? line : `${line} hProperties=${JSON.stringify(properties)}`;
  const children = 'children' in node ? (node.children as readonly Node[]) : [];
  return [own, ...children.map((child) => printTree(child, depth + 1))].join('\n');
}

/** Of a component the literals of its props, of a directive its strings. */
function attributesOf(node: Node): string {
  const attributes: unknown = 'attributes' in node ? node.attributes : undefined;
  if (Array.isArray(attributes)) {
    const props = attributes as readonly { readonly name: string; readonly value: { readonly value: string } }[];
    return props.map(({ name, value }) => ` ${name}=${shortened(value.value)}`).join('');
  }
  return typeof attributes === 'object' && attributes !== null ? ` ${JSON.stringify(attributes)}` : '';
}

function shortened(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 160)}… (${text.length})`;
}
