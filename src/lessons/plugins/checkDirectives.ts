/**
 * Holds every directive against the table in `../directives.ts`, and gives prose its colons back.
 *
 * `10:30`, `a:b` or `ratio:value` parse as directives, but nobody meant one: a text directive with neither label nor attributes
 * goes back to text, and so does one with them whose name resembles none of ours. What resembles one is a misspelling.
 */

import type { Parent, PhrasingContent, Root, RootContent } from 'mdast';
import type { TextDirective } from 'mdast-util-directive';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { type DirectiveForm, type DirectiveRule, directiveNames, directives, isDirectiveName } from '../directives';
import { nearestName } from '../nearestName';
import { oneOf, report } from '../problem';
import { attributeOffset, type Directive, sourceOf } from './source';

const forms: Readonly<Record<Directive['type'], DirectiveForm>> = {
  textDirective: 'text',
  leafDirective: 'leaf',
  containerDirective: 'container',
};
const inWords: Readonly<Record<DirectiveForm, string>> = {
  text: 'a word in a line, with one colon',
  leaf: 'a line of its own, with two colons',
  container: 'a block, with three colons or more',
};

export function checkDirectives() {
  return (tree: Root, file: VFile): void => {
    visit(tree, (node, index, parent) => {
      if (node.type === 'paragraph') checkStrayFence(node, file);
      if (!isDirective(node) || parent === undefined || index === undefined) return undefined;
      if (node.type === 'textDirective' && isProse(node)) {
        parent.children.splice(index, 1, ...(asText(node, file) as RootContent[]));
        return [SKIP, index];
      }
      if (!isDirectiveName(node.name)) {
        reportUnknown(node, file);
        parent.children.splice(index, 1);
        return [SKIP, index];
      }
      if (checkKnown(node, directives[node.name], parent, file)) return undefined;
      parent.children.splice(index, 1);
      return [SKIP, index];
    });
    joinTexts(tree);
  };
}

function isDirective(node: { readonly type: string }): node is Directive {
  return Object.hasOwn(forms, node.type);
}

function isProse(node: TextDirective): boolean {
  const bare = node.children.length === 0 && Object.keys(node.attributes ?? {}).length === 0;
  return bare || (!isDirectiveName(node.name) && nearestName(node.name, directiveNames) === undefined);
}

/** The directive as it was typed: its label keeps its formatting, everything else becomes text again. */
function asText(node: TextDirective, file: VFile): PhrasingContent[] {
  const source = String(file);
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? 0;
  const first = node.children[0]?.position?.start.offset;
  const last = node.children.at(-1)?.position?.end.offset;
  if (first === undefined || last === undefined) return [textOf(source.slice(start, end), node)];
  return [textOf(source.slice(start, first), node), ...node.children, textOf(source.slice(last, end), node)];
}

function textOf(value: string, { position }: TextDirective): PhrasingContent {
  return position === undefined ? { type: 'text', value } : { type: 'text', value, position };
}

function reportUnknown(node: Directive, file: VFile): void {
  report(file, node, {
    who: 'directive',
    expected: oneOf(directiveNames),
    found: `"${node.name}"`,
    nearest: nearestName(node.name, directiveNames),
    next: 'If the colons belong to the prose, write \\: for each.',
  });
}

/** Whether the plugins may go on with it. */
function checkKnown(node: Directive, rule: DirectiveRule, parent: Parent, file: VFile): boolean {
  const form = forms[node.type];
  const who = node.name;
  if (!rule.forms.includes(form)) {
    const expected = rule.forms.map((each) => inWords[each]).join(', or ');
    report(file, node, { who, expected, found: inWords[form], next: `Write ${rule.usage}.` });
    return false;
  }
  if (
    rule.inside !== null &&
    !(parent.type === 'containerDirective' && 'name' in parent && parent.name === rule.inside)
  ) {
    const expected = `a place directly inside :::${rule.inside}`;
    report(file, node, {
      who,
      expected,
      found: 'it elsewhere',
      next: 'The block around it needs one colon more than it.',
    });
    return false;
  }
  if (
    node.type === 'containerDirective' &&
    /^:::/.test(sourceOf(file, node)) &&
    !/\n\s*(?:>\s*)*:{3,}\s*$/.test(sourceOf(file, node))
  ) {
    const next = 'If it contains another block, it needs one colon more than that one.';
    report(file, node, {
      who,
      expected: 'a closing line of colons',
      found: 'none before the text around it ends',
      next,
    });
    return false;
  }
  if (!checkLabel(node, rule, parent, file)) return false;
  return checkAttributes(node, rule, file);
}

function checkLabel(node: Directive, rule: DirectiveRule, parent: Parent, file: VFile): boolean {
  if (node.type === 'textDirective') {
    if (node.children.length > 0) return checkNoAddress(node, parent, file);
    report(file, node, { who: node.name, expected: 'words in [ ]', found: 'none', next: `Write ${rule.usage}.` });
    return false;
  }
  const first = node.children[0];
  const labelled = node.type === 'leafDirective' ? first !== undefined : isLabel(first);
  if (!labelled) return true;
  report(file, node, { who: node.name, expected: 'no words in [ ]', found: 'some', next: `Write ${rule.usage}.` });
  return false;
}

/** `:term[kernels](kernel)` looks like a link, and would print its address. */
function checkNoAddress(node: TextDirective, parent: Parent, file: VFile): boolean {
  const end = node.position?.end.offset ?? 0;
  const address = /^\([^\s()]*\)/.exec(String(file).slice(end))?.[0];
  if (address === undefined || !parent.children.includes(node)) return true;
  const next = `What follows the words stands in braces: ${directiveWithBraces(node.name)}.`;
  report(file, end, { who: node.name, expected: 'no ( ) after the words', found: `"${address}"`, next });
  return false;
}

function directiveWithBraces(name: string): string {
  return name === 'term' ? ':term[words]{of="term"}' : `:${name}[…]{…}`;
}

/** remark-directive marks the words in `:::name[words]` as the first paragraph of the block. */
function isLabel(node: RootContent | undefined): boolean {
  return node?.type === 'paragraph' && (node.data as { directiveLabel?: boolean } | undefined)?.directiveLabel === true;
}

function checkAttributes(node: Directive, rule: DirectiveRule, file: VFile): boolean {
  const given = node.attributes ?? {};
  let right = true;
  if (rule.attributes !== 'any') {
    const known = rule.attributes;
    for (const key of Object.keys(given)) {
      if (known.includes(key)) continue;
      right = false;
      report(file, attributeOffset(file, node, key), {
        who: node.name,
        expected: known.length === 0 ? 'no attribute' : `an attribute, ${oneOf(known)}`,
        found: `"${key}"`,
        nearest: nearestName(key, known),
      });
    }
  }
  for (const key of rule.required) {
    if ((given[key] ?? '') !== '') continue;
    right = false;
    const shown = key === 'id' ? '#id' : `${key}="…"`;
    report(file, node, { who: node.name, expected: shown, found: 'none', next: `Write ${rule.usage}.` });
  }
  return right;
}

/** A line of colons that closes nothing: nearly always an outer block with too few of them. */
function checkStrayFence(node: Parent & { readonly type: 'paragraph' }, file: VFile): void {
  const stray = /^[\s>]*(:{3,}.*)$/m.exec(sourceOf(file, node));
  if (!stray) return;
  const start = (node.position?.start.offset ?? 0) + stray.index + stray[0].indexOf(':');
  report(file, start, {
    who: 'directive',
    expected: 'a block that this line opens or closes',
    found: `"${stray[1] ?? ''}" on its own`,
    next: 'A block that contains another needs one colon more than it; a name follows the colons at once.',
  });
}

/** Texts that were split at a colon become one again, so that later plugins see the author's words whole. */
function joinTexts(tree: Root): void {
  visit(tree, (node) => {
    if (!('children' in node)) return;
    const children: RootContent[] = [];
    for (const child of node.children) {
      const last = children.at(-1);
      if (child.type === 'text' && last?.type === 'text') {
        last.value += child.value;
        if (last.position && child.position) last.position = { start: last.position.start, end: child.position.end };
      } else children.push(child);
    }
    node.children = children;
  });
}
