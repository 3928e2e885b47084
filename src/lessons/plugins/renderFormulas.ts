/**
 * `$…$` and `$$…$$` → one element each that holds KaTeX's HTML as a string, so that hydration sees one node and not two hundred.
 *
 * Besides TeX there is `\value{…}`, a computed number, and one macro for each quantity that has a colour in the book:
 * `\inputof{x}`, `\weightof{w}`, `\activationof{a}`, `\gradientof{g}`.
 */

import katex from 'katex';
import type { Root } from 'mdast';
import type { InlineMath, Math as DisplayMath } from 'mdast-util-math';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { ArithmeticError } from '../arithmetic';
import { flowComponent, textComponent } from '../component';
import '../fileData';
import { report } from '../problem';
import { formatValue, valueOf, type ValueSource } from '../values';
import { offsetWithin } from './source';

const macros = Object.fromEntries(
  ['input', 'weight', 'activation', 'gradient'].map((quantity) => [
    `\\${quantity}of`,
    `\\htmlClass{quantity-${quantity}}{#1}`,
  ]),
);

export function renderFormulas({ values }: { readonly values: ValueSource }) {
  return (tree: Root, file: VFile): void => {
    visit(tree, (node, index, parent) => {
      if (node.type !== 'math' && node.type !== 'inlineMath') return;
      if (parent === undefined || index === undefined) return;
      const display = node.type === 'math';
      const html = render(withValues(node, values, file), display, node, file);
      parent.children[index] = (display ? flowComponent : textComponent)('Formula', { html, display });
    });
  };
}

function withValues(node: InlineMath | DisplayMath, values: ValueSource, file: VFile): string {
  return node.value.replace(/\\value\{([^{}]*)\}/g, (whole, text: string) => {
    try {
      const value = valueOf(text, values, file.data.declaredValues ?? new Map());
      return formatValue(value, 'number', null)
        .replaceAll(',', '{,}')
        .replaceAll('\u00a0×\u00a0', '\\times ')
        .replace('−', '-');
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      const { offset, expected, found, nearest } = error;
      const start = offsetWithin(file, node, whole) + '\\value{'.length;
      report(file, start + offset, { who: 'value', expected, found, nearest });
      return '0';
    }
  });
}

function render(tex: string, display: boolean, node: InlineMath | DisplayMath, file: VFile): string {
  try {
    return katex.renderToString(tex, {
      displayMode: display,
      throwOnError: true,
      // A class on part of a formula is our own macro; everything else outside LaTeX is an error.
      strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
      trust: ({ command }) => command === '\\htmlClass',
      macros: { ...macros },
      output: 'htmlAndMathml',
    });
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    // Its message ends with the formula and a mark below it; the place says that better.
    const found = error.rawMessage
      .replace(/\s+/g, ' ')
      .replace(/^LaTeX-incompatible input and strict mode is set to 'error': (.*) \[\w+\]$/, '$1');
    const start = offsetWithin(file, node, node.value) + error.position;
    report(file, start, { who: 'formula', expected: 'a formula that KaTeX can set', found });
    return '';
  }
}
