/** What stands in the head of a page. */
import type { MetaDescriptor } from 'react-router';
import { bookTitle } from './book';

export interface PageHead {
  /** Without the book's title; absent on the cover. */
  readonly title?: string;
  readonly description: string;
  /** False: search engines are asked to leave the page out. */
  readonly indexed?: boolean;
}

export function head({ title, description, indexed = true }: PageHead): MetaDescriptor[] {
  const full =
    title === undefined
      ? `${bookTitle}: a textbook of convolutional neural networks that runs`
      : `${title} · ${bookTitle}`;
  return [
    { title: full },
    { name: 'description', content: description },
    { property: 'og:title', content: full },
    { property: 'og:description', content: description },
    ...(indexed ? [] : [{ name: 'robots', content: 'noindex' }]),
  ];
}
