/**
 * A node of the tree that becomes a React component of `components.tsx`, with its props as literals. This is how a directive
 * leaves Markdown: the compiler prints `<Exercise number={3}>…</Exercise>` into the lesson's module.
 */

import type { Expression, Program } from 'estree';
import type { BlockContent, DefinitionContent, Node, PhrasingContent, RootContent } from 'mdast';
import type { ComponentName } from './componentNames';

/** Plain data that can be printed as a literal. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

interface Attribute {
  readonly type: 'mdxJsxAttribute';
  readonly name: string;
  readonly value: {
    readonly type: 'mdxJsxAttributeValueExpression';
    readonly value: string;
    readonly data: { readonly estree: Program };
  };
}
interface ComponentNode extends Node {
  name: string;
  attributes: Attribute[];
}
export interface FlowComponent extends ComponentNode {
  type: 'mdxJsxFlowElement';
  children: (BlockContent | DefinitionContent)[];
}
export interface TextComponent extends ComponentNode {
  type: 'mdxJsxTextElement';
  children: PhrasingContent[];
}
declare module 'mdast' {
  interface RootContentMap {
    flowComponent: FlowComponent;
    textComponent: TextComponent;
  }
  interface BlockContentMap {
    flowComponent: FlowComponent;
  }
  interface PhrasingContentMap {
    textComponent: TextComponent;
  }
}

function literal(value: Plain): Expression {
  if (Array.isArray(value)) return { type: 'ArrayExpression', elements: (value as readonly Plain[]).map(literal) };
  if (typeof value === 'number' && (value < 0 || Object.is(value, -0))) {
    return { type: 'UnaryExpression', operator: '-', prefix: true, argument: { type: 'Literal', value: -value } };
  }
  if (typeof value !== 'object' || value === null) return { type: 'Literal', value: value };
  return {
    type: 'ObjectExpression',
    properties: Object.entries(value).map(([key, entry]) => ({
      type: 'Property',
      key: { type: 'Literal', value: key },
      value: literal(entry),
      kind: 'init',
      method: false,
      shorthand: false,
      computed: false,
    })),
  };
}

function attribute(name: string, value: Plain): Attribute {
  const estree: Program = {
    type: 'Program',
    sourceType: 'module',
    comments: [],
    body: [{ type: 'ExpressionStatement', expression: literal(value) }],
  };
  return {
    type: 'mdxJsxAttribute',
    name,
    value: { type: 'mdxJsxAttributeValueExpression', value: JSON.stringify(value), data: { estree } },
  };
}

const attributesOf = (props: Readonly<Record<string, Plain>>) =>
  Object.entries(props).map(([name, value]) => attribute(name, value));

/** A component that stands as a block. */
export function flowComponent(
  name: ComponentName,
  props: Readonly<Record<string, Plain>>,
  children: readonly RootContent[] = [],
): FlowComponent {
  return {
    type: 'mdxJsxFlowElement',
    name,
    attributes: attributesOf(props),
    children: [...children] as (BlockContent | DefinitionContent)[],
  };
}

/** A component that stands in a line of text. */
export function textComponent(
  name: ComponentName,
  props: Readonly<Record<string, Plain>>,
  children: readonly PhrasingContent[] = [],
): TextComponent {
  return { type: 'mdxJsxTextElement', name, attributes: attributesOf(props), children: [...children] };
}
