/** `:value[lenet5.parameters]` → `61,706`, computed now. */

import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { ArithmeticError } from '../arithmetic';
import '../fileData';
import { nearestName } from '../nearestName';
import { oneOf, report } from '../problem';
import { formatValue, valueOf, type ValueSource, type ValueStyle, valueStyles } from '../values';
import { attributeOffset, labelSource, offsetWithin } from './source';

export function insertValues({ values }: { readonly values: ValueSource }) {
  return (tree: Root, file: VFile): void => {
    visit(tree, 'textDirective', (node, index, parent) => {
      if (node.name !== 'value' || parent === undefined || index === undefined) return;
      const { as: style = 'number', digits } = node.attributes ?? {};
      const text = labelSource(file, node);
      let shown = '';
      if (!isStyle(style)) {
        const wrong = {
          expected: oneOf(valueStyles),
          found: `"${style ?? ''}"`,
          nearest: nearestName(style ?? '', valueStyles),
        };
        report(file, attributeOffset(file, node, 'as'), { who: 'value', ...wrong });
      } else if (digits !== undefined && !/^\d$/.test(digits ?? '')) {
        const wrong = { expected: 'digits from 0 to 9', found: `"${digits ?? ''}"` };
        report(file, attributeOffset(file, node, 'digits'), { who: 'value', ...wrong });
      } else {
        try {
          const value = valueOf(text, values, file.data.declaredValues ?? new Map());
          shown = formatValue(value, style, digits === undefined ? null : Number(digits));
        } catch (error) {
          if (!(error instanceof ArithmeticError)) throw error;
          const { offset, expected, found, nearest } = error;
          report(file, offsetWithin(file, node, text) + offset, { who: 'value', expected, found, nearest });
        }
      }
      parent.children[index] = { type: 'text', value: shown };
    });
  };
}

function isStyle(style: string | null | undefined): style is ValueStyle {
  return valueStyles.includes(style as ValueStyle);
}
