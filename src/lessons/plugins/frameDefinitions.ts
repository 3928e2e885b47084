/** `:::definition{term="…"}`: in a lesson, of a term that the glossary has; in the glossary, the entry itself. */

import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { chaptersOf } from '../book';
import { flowComponent } from '../component';
import { claimAnchor, slugOf } from '../fileData';
import type { Glossary } from '../glossary';
import type { Book } from '../model';
import { report, unknownName } from '../problem';
import { attributeOffset } from './source';

export interface DefinitionOptions {
  readonly glossary: Glossary;
  readonly book: Book;
  /** The file being compiled is the glossary. */
  readonly isGlossary: boolean;
}

export function frameDefinitions({ glossary, book, isGlossary }: DefinitionOptions) {
  return (tree: Root, file: VFile): void => {
    visit(tree, 'containerDirective', (node, index, parent) => {
      if (node.name !== 'definition' || parent === undefined || index === undefined) return;
      const { term, also, chapter } = node.attributes ?? {};
      const words = term ?? '';
      const at = attributeOffset(file, node, 'term');
      const entry = glossary.find(words);
      if (entry === undefined) {
        const next = 'Define it in content/glossary.md too.';
        report(file, at, { who: 'definition', ...unknownName('term in the glossary', words, glossary.names), next });
      }
      const slug = entry?.slug ?? slugOf(words);
      const id = isGlossary ? slug : `definition-${slug}`;
      claimAnchor(file, id, at, 'definition');
      if (!isGlossary && (also !== undefined || chapter !== undefined)) {
        const found = also === undefined ? 'chapter' : 'also';
        report(file, attributeOffset(file, node, found), {
          who: 'definition',
          expected: 'only term in a lesson',
          found: `"${found}"`,
          next: 'It belongs into content/glossary.md.',
        });
      }
      const about = chaptersOf(book).find((each) => each.slug === chapter);
      if (isGlossary && chapter !== undefined && about === undefined) {
        const slugs = chaptersOf(book).map((each) => each.slug);
        const wrong = unknownName('chapter in content/book.yaml', chapter ?? '', slugs);
        report(file, attributeOffset(file, node, 'chapter'), { who: 'definition', ...wrong });
      }
      const explainedIn =
        about === undefined
          ? null
          : { slug: about.slug, title: about.title, number: about.number, written: about.written };
      parent.children[index] = flowComponent(
        'Definition',
        { id, term: words, slug: isGlossary ? null : slug, chapter: explainedIn },
        node.children,
      );
    });
  };
}
