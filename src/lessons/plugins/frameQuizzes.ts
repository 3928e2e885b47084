/** `::::quiz`: a question, a task list with exactly one right answer, an explanation. */

import type { List, Root, RootContent } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { flowComponent } from '../component';
import { claimAnchor } from '../fileData';
import { report } from '../problem';
import { attributeOffset } from './source';

export function frameQuizzes() {
  return (tree: Root, file: VFile): void => {
    visit(tree, 'containerDirective', (node, index, parent) => {
      if (node.name !== 'quiz' || parent === undefined || index === undefined) return;
      const { id, title } = node.attributes ?? {};
      claimAnchor(file, id ?? '', attributeOffset(file, node, 'id'), 'quiz');
      const { options, question, explanation } = partsOf(node, file);
      const right = options?.children.findIndex((item) => item.checked === true) ?? -1;
      parent.children[index] = flowComponent('Quiz', { id: id ?? '', title: title ?? '', right }, [
        flowComponent('QuizQuestion', {}, question),
        ...(options?.children ?? []).map((item, option) => {
          // A list whose items are one paragraph each reads as lines, not as paragraphs.
          const [only] = item.children;
          const tight = item.children.length === 1 && only?.type === 'paragraph';
          return flowComponent('QuizOption', { option }, tight ? only.children : item.children);
        }),
        flowComponent('QuizExplanation', {}, explanation?.children ?? []),
      ]);
    });
  };
}

interface QuizParts {
  readonly question: readonly RootContent[];
  readonly options: List | undefined;
  readonly explanation: ContainerDirective | undefined;
}

function partsOf(node: ContainerDirective, file: VFile): QuizParts {
  const at = node.children.findIndex(
    (child) => child.type === 'list' && child.children.some((item) => item.checked !== null),
  );
  const list = node.children[at];
  const options = list?.type === 'list' ? list : undefined;
  const [explanation, ...rest] = node.children.slice(at + 1);
  const question = at < 0 ? [] : node.children.slice(0, at);
  const complain = (expected: string, found: string, child: RootContent = node): void => {
    const next = 'Write a question, a list with - [ ] and one - [x], then :::explanation.';
    report(file, child, { who: 'quiz', expected, found, next });
  };
  if (options === undefined) complain('a list of answers, - [ ] and - [x]', 'none');
  else {
    const right = options.children.filter((item) => item.checked === true).length;
    if (right !== 1) complain('exactly one right answer, - [x]', String(right), options);
    if (options.children.length < 2) complain('at least two answers', String(options.children.length), options);
    const bare = options.children.find((item) => typeof item.checked !== 'boolean');
    if (bare) complain('every answer with - [ ] or - [x]', 'one without', bare);
    if (question.length === 0) complain('a question before the answers', 'none');
  }
  const explained =
    explanation?.type === 'containerDirective' && explanation.name === 'explanation' ? explanation : undefined;
  if (options !== undefined && (explained === undefined || rest.length > 0)) {
    complain(
      ':::explanation after the answers, and nothing after it',
      explained === undefined ? 'none' : 'more text',
      rest[0],
    );
  }
  return { question, options, explanation: explained };
}
