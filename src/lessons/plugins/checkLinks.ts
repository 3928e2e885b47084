/** Every link leads somewhere: to an address on this page, to a page of the book and an address on it, or out by https. */

import type { Link, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { chaptersOf } from '../book';
import { textComponent } from '../component';
import '../fileData';
import type { Book } from '../model';
import { nearestName } from '../nearestName';
import { oneOf, type Problem, report } from '../problem';
import { offsetWithin } from './source';

/** The addresses on another page; undefined: that page does not exist (yet). */
export type AnchorsOf = (page: string) => ReadonlySet<string> | undefined;

export interface LinkOptions {
  readonly book: Book;
  readonly anchorsOf: AnchorsOf;
}

export function checkLinks({ book, anchorsOf }: LinkOptions) {
  return (tree: Root, file: VFile): void => {
    visit(tree, (node, index, parent) => {
      if (node.type === 'image' || node.type === 'imageReference') {
        const next = 'A picture is a widget, drawn from data, so that it can be read in both themes.';
        report(file, node, { who: 'image', expected: 'a widget', found: 'an image', next });
      }
      if (node.type === 'definition') {
        const next = 'Write [words](address) where the words stand.';
        report(file, node, {
          who: 'link',
          expected: '[words](address)',
          found: `an address of its own, [${node.label ?? ''}]:`,
          next,
        });
      }
      if (node.type !== 'link' || parent === undefined || index === undefined) return;
      const complain = (problem: Pick<Problem, 'expected' | 'found' | 'nearest' | 'next'>): void =>
        report(file, offsetWithin(file, node, node.url), { who: 'link', ...problem });
      if (checkLink(node, { book, anchorsOf }, file, complain) === 'unwritten') {
        parent.children.splice(index, 1, textComponent('Unwritten', {}, node.children));
      }
    });
  };
}

type Complain = (problem: Pick<Problem, 'expected' | 'found' | 'nearest' | 'next'>) => void;

function checkLink(
  { url }: Link,
  options: LinkOptions,
  file: VFile,
  complain: Complain,
): 'right' | 'wrong' | 'unwritten' {
  if (/^(https?:|mailto:)/.test(url)) return 'right';
  const [page = '', anchor] = url.split('#');
  if (page === '') {
    return checkAnchor(anchor ?? '', new Set(file.data.anchors?.keys()), 'this page', complain);
  }
  const chapters = chaptersOf(options.book);
  const chapter = chapters.find((each) => page === `/chapters/${each.slug}/`);
  if (chapter && !chapter.written) return 'unwritten';
  const anchors = options.anchorsOf(page);
  if (anchors === undefined) {
    const pages = [
      '/',
      '/glossary/',
      '/notation/',
      '/bibliography/',
      ...chapters.map((each) => `/chapters/${each.slug}/`),
    ];
    const next = 'Addresses begin and end with a slash; outside the book they begin with https://.';
    complain({ expected: 'a page of the book', found: `"${page}"`, nearest: nearestName(page, pages), next });
    return 'wrong';
  }
  return anchor === undefined ? 'right' : checkAnchor(anchor, anchors, page, complain);
}

function checkAnchor(
  anchor: string,
  anchors: ReadonlySet<string>,
  page: string,
  complain: Complain,
): 'right' | 'wrong' {
  if (anchors.has(anchor)) return 'right';
  const nearest = nearestName(anchor, anchors);
  const expected =
    anchors.size <= 12
      ? `an address on ${page}, ${oneOf([...anchors].map((each) => `#${each}`))}`
      : `an address on ${page}`;
  complain({ expected, found: `"#${anchor}"`, nearest: nearest === undefined ? undefined : `#${nearest}` });
  return 'wrong';
}
