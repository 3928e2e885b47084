/**
 * `::widget{#id name="…" …}` → a numbered figure. Its attributes go through the widget's own schema now, so that the page gets plain
 * data and needs no Zod, and its still is rendered now, so that the chapter is complete before any widget has loaded.
 */

import type { Code, Root, RootContent } from 'mdast';
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { z } from 'zod';
import { flowComponent, type Plain } from '../component';
import { claimAnchor } from '../fileData';
import { checkYaml } from '../frontMatter';
import { placeAt, problemsOf, report, unknownName } from '../problem';
import type { RegisteredWidget, Widgets } from '../registeredWidget';
import { schemaProblems } from '../schemaProblem';
import { attributeOffset, sourceOf, startOf } from './source';

/** What belongs to the directive and not to the widget. */
const ownAttributes = ['id', 'name'];

export function placeWidgets({ widgets }: { readonly widgets: Widgets }) {
  return (tree: Root, file: VFile): void => {
    const figures = (file.data.figures ??= new Map());
    visit(tree, (node, index, parent) => {
      if (node.type !== 'leafDirective' && node.type !== 'containerDirective') return;
      if (node.name !== 'widget' || parent === undefined || index === undefined) return;
      const { id, name: nameOrNothing } = node.attributes ?? {};
      const name = nameOrNothing ?? '';
      const address = id ?? name;
      claimAnchor(file, address, id ? attributeOffset(file, node, 'id') : startOf(node), 'widget');
      const widget = Object.hasOwn(widgets, name) ? widgets[name] : undefined;
      const number = widget?.isNumbered === false ? null : figures.size + 1;
      if (number !== null) figures.set(address, number);
      if (widget === undefined) {
        const names = Object.keys(widgets);
        const next = 'The widgets are listed in content/README.md.';
        report(file, attributeOffset(file, node, 'name'), {
          who: 'widget',
          ...unknownName('widget', name, names),
          next,
        });
        return;
      }
      const children = captionOf(node, file);
      if (number === null && children.length > 0) {
        report(file, node, { who: `widget ${name}`, expected: 'no caption, for it has no number', found: 'one' });
      }
      const attributes = checkedAttributes(node, widget, file);
      if (attributes === null) return;
      const { title, reservedHeightPx, width } = widget;
      const still = widget.renderStill(attributes);
      const props = { name, id: address, number, title, attributes, still, reservedHeightPx, width };
      parent.children[index] = flowComponent('LessonWidget', props, children);
    });
  };
}

/** A widget's strings, and the keys of a yaml block, as its schema understands them; null when it does not. */
function checkedAttributes(
  node: LeafDirective | ContainerDirective,
  widget: RegisteredWidget,
  file: VFile,
): Plain | null {
  const given = Object.entries(node.attributes ?? {}).filter(([key]) => !ownAttributes.includes(key));
  const block = yamlOf(node);
  const data = block === undefined ? {} : readYaml(block, file);
  if (data === null) return null;
  const raw: Readonly<Record<string, unknown>> = { ...Object.fromEntries(given), ...data };
  const result = widget.attributes.safeParse(raw);
  if (result.success) return result.data as Plain;
  for (const { path, isUnknownKey = false, ...problem } of schemaProblems(widget.attributes, raw, result.error)) {
    const key = String(path[0] ?? '');
    const inBlock = block !== undefined && Object.hasOwn(data, key);
    const at = inBlock
      ? startOf(block) + Math.max(0, sourceOf(file, block).indexOf(`${key}:`))
      : attributeOffset(file, node, key);
    const who = (isUnknownKey ? path.slice(0, -1) : path).map(String);
    report(file, at, { who: [`widget ${widget.name}`, ...who].join(' › '), ...problem });
  }
  return null;
}

function yamlOf(node: LeafDirective | ContainerDirective): Code | undefined {
  if (node.type === 'leafDirective') return undefined;
  return node.children.find((child): child is Code => child.type === 'code' && child.lang === 'yaml');
}

function readYaml(block: Code, file: VFile): Readonly<Record<string, unknown>> | null {
  const { line } = placeAt(String(file), startOf(block));
  const { value, problems } = checkYaml(block.value, z.record(z.string(), z.unknown()), 'widget', line + 1);
  problemsOf(file).push(...problems.map((problem) => ({ ...problem, file: file.path })));
  return value;
}

/** Paragraphs; `moveCaptions` has put a caption that was an attribute there too. */
function captionOf(node: LeafDirective | ContainerDirective, file: VFile): RootContent[] {
  if (node.type === 'leafDirective') return [];
  const block = yamlOf(node);
  const inside = node.children.filter((child) => child !== block);
  const stranger = inside.find((child) => child.type !== 'paragraph');
  if (stranger) {
    report(file, stranger, { who: 'widget', expected: 'paragraphs as its caption', found: `a ${stranger.type}` });
  }
  return inside;
}
