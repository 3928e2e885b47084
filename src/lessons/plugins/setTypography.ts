/** Straight quotes become curly, `--` an en dash, `---` an em dash, `...` an ellipsis. Code, formulas and addresses keep theirs. */

import type { Parent, Root } from 'mdast';

/** Blocks begin a line of their own: what stood before them does not decide which way a quote turns. */
const inline = ['emphasis', 'strong', 'delete', 'link', 'mdxJsxTextElement'];

export function setTypography() {
  return (tree: Root): void => void walk(tree, '');
}

/** Returns the last character that the reader sees before what follows. */
function walk(parent: Parent, before: string): string {
  let last = before;
  for (const child of parent.children) {
    if (child.type === 'text') {
      child.value = typeset(child.value, last);
      last = child.value.at(-1) ?? last;
    } else if (inline.includes(child.type)) {
      const inner = walk(child as Parent, last);
      // A formula, or a component without words, stands for a word.
      last = inner === last ? 'x' : inner;
    } else if ('children' in child) {
      walk(child, '');
      last = '';
    } else last = child.type === 'break' ? '' : 'x';
  }
  return last;
}

/** `before` is the character to the left of the text, empty at the start of a block. */
export function typeset(text: string, before: string): string {
  const opens = (index: number, whole: string): boolean => {
    const left = index === 0 ? before : (whole[index - 1] ?? '');
    return left === '' || /[\s([{–—“‘/]/.test(left);
  };
  return text
    .replace(/---/g, '—')
    .replace(/--/g, '–')
    .replace(/\.\.\./g, '…')
    .replace(/"/g, (_, index: number, whole: string) => (opens(index, whole) ? '“' : '”'))
    .replace(/'/g, (_, index: number, whole: string) => {
      const decade = /^\d\ds?\b/.test(whole.slice(index + 1));
      return opens(index, whole) && !decade ? '‘' : '’';
    });
}
