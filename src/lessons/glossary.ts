/** `glossary.md` as a table: every `:::definition{term="…"}` in it, findable by term and by the spellings in `also`. */

import type { Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { slugOf } from './fileData';
import { parseMarkdown } from './markdown';
import type { GlossaryTerm } from './model';
import { LessonError, type Problem } from './problem';

export interface Glossary {
  readonly terms: readonly GlossaryTerm[];
  /** Every spelling. */
  readonly names: readonly string[];
  /** Case does not count. */
  find(name: string): GlossaryTerm | undefined;
}

const listOf = (text: string | null | undefined): string[] =>
  (text ?? '').split(/\s*,\s*/).filter((each) => each !== '');

/** Reads the glossary's file; throws a {@link LessonError} when a spelling stands for two terms. */
export function parseGlossary(source: string, file: string): Glossary {
  const tree: Root = parseMarkdown(source);
  const terms: GlossaryTerm[] = [];
  const byName = new Map<string, GlossaryTerm>();
  const problems: Problem[] = [];
  visit(tree, 'containerDirective', (node) => {
    const { term, also, chapter } = node.attributes ?? {};
    if (node.name !== 'definition' || term === undefined || term === null) return;
    const text = toString(node).replace(/\s+/g, ' ').trim();
    const entry: GlossaryTerm = { term, also: listOf(also), slug: slugOf(term), text, chapter: chapter ?? null };
    terms.push(entry);
    for (const name of [term, ...entry.also]) {
      const taken = byName.get(name.toLowerCase());
      if (taken !== undefined) {
        const { line = 1, column = 1 } = node.position?.start ?? {};
        const found = `"${name}" for ${taken.term} and for ${term}`;
        problems.push({ file, place: { line, column }, who: 'glossary', expected: 'every spelling once', found });
      }
      byName.set(name.toLowerCase(), entry);
    }
  });
  if (problems.length > 0) throw new LessonError(problems);
  const sorted = terms.sort((a, b) => a.term.localeCompare(b.term, 'en'));
  return {
    terms: sorted,
    names: [...byName.keys()],
    find: (name) => byName.get(name.replace(/\s+/g, ' ').toLowerCase()),
  };
}
